import { createHash } from 'node:crypto';
import { canonicalCode } from '../hj212/factorCodes.js';
import { type Factor, type Frame, type Instant } from '../hj212/frame.js';
import { periodAround } from '../hj212/localTime.js';
import { type GatewayEvent, type Transmission } from './cloudEvent.js';
import { COMMAND_SECONDS, type DeviceMapping, type GatewayMapping } from './mapping.js';

/** What a frame says to ParkPulse: events, or why it is refused. */
export type Translation =
  | { readonly kind: 'events'; readonly events: readonly GatewayEvent[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string };

/** Stable codes of messages that are well formed but not taken. */
export type RefusalCode = 'UNKNOWN_DEVICE' | 'WRONG_PASSWORD' | 'UNKNOWN_COMMAND' | 'DATA_TIME_MISSING';

/** Attributes that hold a factor's value; Min and Max alone are no value. */
const VALUES = ['Rtd', 'Avg', 'Cou', 'ZsRtd', 'ZsAvg', 'Data'];
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const FLAG = /^[A-Za-z0-9]{1,8}$/;
/** Messages that carry no values but show that the device is there: boot time, and its answers to requests. */
const SIGNS_OF_LIFE = new Set(['2081', '9011', '9012', '9013', '9014']);

function hasValue({ attributes }: Factor): boolean {
  return VALUES.some((name) => NUMBER.test(attributes.get(name) ?? ''));
}

/** One factor per code that the device owes, in either generation; of a repeated code the last one counts. */
function pickFactors(frame: Frame, device: DeviceMapping): readonly Factor[] {
  const owed = device.factors === null ? null : new Set(device.factors.map(canonicalCode));
  const byCode = new Map<string, Factor>();
  for (const factor of frame.factors) {
    const code = canonicalCode(factor.code);
    if (hasValue(factor) && (owed === null || owed.has(code))) byCode.set(code, factor);
  }
  return [...byCode.values()];
}

function countFlags(factors: readonly Factor[]): Record<string, number> {
  const flags: Record<string, number> = {};
  for (const { flag } of factors) {
    if (flag === null) continue;
    const name = FLAG.test(flag) ? flag.toUpperCase() : 'OTHER';
    flags[name] = (flags[name] ?? 0) + 1;
  }
  return flags;
}

/** Counts by flag; with values that count although they have no flag, only the sum can be stated. */
function toCounts(factors: readonly Factor[], device: DeviceMapping): Pick<Transmission, 'valid' | 'flags'> {
  const flags = countFlags(factors);
  const normal = flags['N'] ?? 0;
  const unflagged = factors.filter(({ flag }) => flag === null).length;
  if (device.unflagged === 'valid' && unflagged > 0) return { valid: normal + unflagged };
  return Object.keys(flags).length > 0 ? { valid: normal, flags } : { valid: normal };
}

function toTransmission(frame: Frame, device: DeviceMapping, at: Instant, zone: string): Transmission {
  const seconds = device.periods.get(frame.header.cn) ?? 3600;
  const { from, to } = periodAround(at, seconds, zone);
  const factors = pickFactors(frame, device);
  const received = factors.length;
  const owed = device.expected ?? device.factors?.length ?? received;
  return {
    device: device.device,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    expected: Math.max(owed, received),
    received,
    ...toCounts(factors, device),
  };
}

/**
 * Names the event after what it says, so that a frame sent again is the same event and a corrected one is another.
 * The protocol version stands first and stays with the record for ever.
 */
function nameOf(frame: Frame, at: Instant): string {
  const digest = createHash('sha256').update(frame.segment).digest('hex').slice(0, 16);
  const { mn, cn, qn } = frame.header;
  return ['hj212', frame.version, mn, cn, frame.dataTime?.text ?? qn ?? String(at), digest].join(':');
}

function toStatusEvent(
  frame: Frame,
  device: DeviceMapping,
  mapping: GatewayMapping,
  at: Instant,
): GatewayEvent {
  const seen = new Date(at).toISOString();
  return {
    specversion: '1.0',
    id: `${nameOf(frame, at)}:status`,
    source: mapping.source,
    type: 'parkpulse.device.status.v1',
    subject: mapping.park,
    time: seen,
    datacontenttype: 'application/json',
    data: { devices: [{ device: device.device, state: 'online', time: seen }] },
  };
}

function toTransmissionEvent(
  frame: Frame,
  item: Transmission,
  mapping: GatewayMapping,
  at: Instant,
): GatewayEvent {
  // Hourly data is sent when its hour is over: the event speaks when it was sent, its item of the hour.
  const spoken = Math.max(at, frame.sentAt ?? at);
  return {
    specversion: '1.0',
    id: `${nameOf(frame, at)}:transmission`,
    source: mapping.source,
    type: 'parkpulse.device.transmission.v1',
    subject: mapping.park,
    time: new Date(spoken).toISOString(),
    datacontenttype: 'application/json',
    data: { transmissions: [item] },
  };
}

function refuse(code: RefusalCode, detail: string): Translation {
  return { kind: 'refused', code, detail };
}

function toDataEvents(frame: Frame, device: DeviceMapping, mapping: GatewayMapping): Translation {
  const at = frame.dataTime?.at;
  if (at === undefined) return refuse('DATA_TIME_MISSING', 'A data message without DataTime says nothing.');
  const status = toStatusEvent(frame, device, mapping, at);
  const item = toTransmission(frame, device, at, mapping.zone);
  // A frame from which nothing is owed says only that the device is there.
  const counts = device.periods.has(frame.header.cn) && item.expected > 0;
  return {
    kind: 'events',
    events: counts ? [status, toTransmissionEvent(frame, item, mapping, at)] : [status],
  };
}

/**
 * Translates a message into events: data commands (2011 real-time, 2051 minute, 2061 hour, 2031 day) become the
 * state `online` at their DataTime and, for the commands of the device's mapping, a transmission over the period;
 * other messages of a known device show only that it is there. `heardAt` is used where a message has no time itself.
 */
export function toTransmissions(frame: Frame, mapping: GatewayMapping, heardAt: Instant): Translation {
  const { mn, cn, pw } = frame.header;
  const device = mapping.devices.get(mn);
  if (!device) return refuse('UNKNOWN_DEVICE', 'The mapping has no device of this number.');
  if (device.password !== null && device.password !== pw) {
    return refuse('WRONG_PASSWORD', 'The password is not that of the device.');
  }
  if (cn in COMMAND_SECONDS) return toDataEvents(frame, device, mapping);
  if (!SIGNS_OF_LIFE.has(cn)) return refuse('UNKNOWN_COMMAND', 'The command is none that a receiver takes.');
  const at = frame.sentAt ?? frame.dataTime?.at ?? heardAt;
  return { kind: 'events', events: [toStatusEvent(frame, device, mapping, at)] };
}
