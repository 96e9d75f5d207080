import type { DeviceState, StateFact, TransmissionFact } from '@parkpulse/domain';
import { type FieldReader, MAX_COUNT, isObject } from './fieldReader.js';
import { ratioFault, rangeFault, timeOrderFault, typeFault } from './faults.js';
import type { ItemContext } from './readings.js';

export const DEVICE_STATES: readonly [DeviceState, ...DeviceState[]] = [
  'online',
  'offline',
  'fault',
  'maintenance',
];

/** Reads one item of `devices`. */
export function readState(item: FieldReader, context: ItemContext): StateFact {
  return {
    kind: 'state',
    device: item.id('device'),
    at: item.optionalTime('time', context.time),
    state: item.oneOf('state', DEVICE_STATES),
    origin: context.origin,
  };
}

/** Reads one item of `transmissions`: valid <= received <= expected, and no more flags than values received. */
export function readTransmission(item: FieldReader, context: ItemContext): TransmissionFact {
  const device = item.id('device');
  const from = item.time('from');
  const to = item.time('to');
  const expected = item.count('expected');
  const received = item.count('received');
  const valid = item.count('valid');
  const flags = readFlags(item);
  if (to <= from) item.report(timeOrderFault(item.pointerTo('to')));
  if (received > expected) {
    item.report(ratioFault(item.pointerTo('received'), '实收多于应收', 'more received than expected'));
  }
  if (valid > received)
    item.report(ratioFault(item.pointerTo('valid'), '有效多于实收', 'more valid than received'));
  if (flags !== null && sumOf(flags) > received) {
    item.report(ratioFault(item.pointerTo('flags'), '各标记之和多于实收', 'more flags than values received'));
  }
  return { kind: 'transmission', device, from, to, expected, received, valid, flags, origin: context.origin };
}

const FLAG = /^[\p{L}\p{N}_-]{1,16}$/u;

function readFlags(item: FieldReader): Readonly<Record<string, number>> | null {
  const flags = item.peek('flags');
  if (flags === null) return null;
  const pointer = item.pointerTo('flags');
  if (!isObject(flags)) {
    item.report(typeFault(pointer, '对象', 'an object'));
    return null;
  }
  const reader = item.inner('flags');
  const counts: Record<string, number> = {};
  for (const flag of Object.keys(flags)) {
    if (!FLAG.test(flag)) item.report(rangeFault(pointer, 'flag', 'letters and digits, 1..16'));
    counts[flag] = reader.count(flag, 0, MAX_COUNT);
  }
  return counts;
}

function sumOf(flags: Readonly<Record<string, number>>): number {
  return Object.values(flags).reduce((sum, count) => sum + count, 0);
}
