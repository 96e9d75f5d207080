import type { TimeSpan } from '../kernel/calendar.js';
import { type DeviceScope, deviceIds, dueSpans } from './dueDevices.js';
import { type FormulaResult, countedResult, wholeShare } from './formedValue.js';
import type { Judged } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { ParkFacts } from './parkFacts.js';
import type { RegisterSpan } from './registerHistory.js';
import { clipSpans, isWithin, subtractSpans } from './timeSpans.js';
import type { Transmission } from './transmissionTrack.js';

interface Values {
  readonly expected: number;
  readonly received: number;
  readonly valid: number;
}

/**
 * Forms `transmission`: valid ÷ expected values of the transmissions that begin in the span while their installed device
 * is due. Due time that no transmission covers expects `valuesPerPeriod` for every whole nominal period and received
 * nothing. Missing are devices that delivered no valid value.
 */
export function formTransmission(
  definition: MeasureDefinition,
  facts: ParkFacts,
  judged: Judged,
  scope: DeviceScope,
): FormulaResult {
  let [expected, received, valid] = [0, 0, 0];
  const missing: string[] = [];
  for (const id of deviceIds(facts.register, scope)) {
    const due = clipSpans(dueSpans(facts.register, id, 'installed', scope), judged);
    if (due.length === 0) continue;
    const own = sumDevice(definition, facts, id, { judged, due });
    expected += own.expected;
    received += own.received;
    valid += own.valid;
    if (own.valid === 0) missing.push(id);
  }
  const parts = {
    transmission: wholeShare(received, expected),
    validity: wholeShare(valid, received),
    completeness: null,
  };
  return countedResult(wholeShare(valid, expected), { parts, missing: missing.sort() });
}

function sumDevice(
  definition: MeasureDefinition,
  facts: ParkFacts,
  id: string,
  { judged, due }: { readonly judged: Judged; readonly due: readonly TimeSpan[] },
): Values {
  let [expected, received, valid] = [0, 0, 0];
  const covered: TimeSpan[] = [];
  facts.transmissionsOf(id)?.eachTouching(judged, (transmission) => {
    if (transmission.to > judged.asKnownBy) return;
    covered.push(transmission);
    if (transmission.from < judged.from || !isWithin(due, transmission.from)) return;
    expected += transmission.expected;
    received += transmission.received;
    valid += validValues(transmission, definition.validFlags);
  });
  const silent = subtractSpans(due, covered);
  expected += expectedInSilence(silent, facts.register.spansOf('device', id));
  return { expected, received, valid };
}

function validValues({ valid, flags }: Transmission, validFlags: readonly string[]): number {
  if (flags === null) return valid;
  return validFlags.reduce((sum, flag) => sum + (Object.hasOwn(flags, flag) ? (flags[flag] ?? 0) : 0), 0);
}

function expectedInSilence(silent: readonly TimeSpan[], entries: readonly RegisterSpan<'device'>[]): number {
  let expected = 0;
  for (const gap of silent) {
    for (const { from, to, attributes } of entries) {
      const shared = Math.min(gap.to, to) - Math.max(gap.from, from);
      if (shared <= 0) continue;
      expected +=
        Math.floor(shared / Math.max(1, attributes.nominalPeriodSeconds * 1000)) * attributes.valuesPerPeriod;
    }
  }
  return expected;
}
