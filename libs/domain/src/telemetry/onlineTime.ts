import { type DeviceScope, deviceIds, dueSpans, isSelected, isStopped, reachOf } from './dueDevices.js';
import type { Instant } from './facts.js';
import { type FormulaResult, type Share, countedResult, timeShare, wholeShare } from './formedValue.js';
import type { Judged } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { DeviceSelection } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';
import { clipSpans, sharedLength, spansLength } from './timeSpans.js';

/**
 * Forms `online_time`: seconds online ÷ seconds due over all devices but outlets not yet installed. Missing are devices
 * due that were never online in the span.
 */
export function formOnlineTime(
  definition: MeasureDefinition,
  facts: ParkFacts,
  judged: Judged,
  scope: DeviceScope,
): FormulaResult {
  let [onlineMs, dueMs] = [0, 0];
  const missing: string[] = [];
  for (const id of deviceIds(facts.register, scope)) {
    const due = clipSpans(dueSpans(facts.register, id, 'monitored', scope), judged);
    if (due.length === 0) continue;
    let own = 0;
    const reach = reachOf(definition, facts.register, id);
    facts.trackOf(id)?.eachRun(judged, reach, (from, to) => (own += sharedLength(due, from, to)));
    onlineMs += own;
    dueMs += spansLength(due);
    if (own === 0) missing.push(id);
  }
  return countedResult(timeShare(onlineMs, dueMs), { missing: missing.sort() });
}

/** Counts the devices of a selection online and due at one instant: the strict share shown beside (ruling I19b). */
export function instantShare(
  definition: MeasureDefinition,
  facts: ParkFacts,
  selection: DeviceSelection,
  { at, scope }: { readonly at: Instant; readonly scope: DeviceScope },
): Share {
  let [online, due] = [0, 0];
  for (const id of deviceIds(facts.register, scope)) {
    const device = facts.register.entryAt('device', id, at);
    if (device === null || !isSelected(selection, device) || isStopped(device, at)) continue;
    if (scope.enterprise !== undefined && device.enterprise !== scope.enterprise) continue;
    due += 1;
    if (facts.trackOf(id)?.isOnlineAt(at, reachOf(definition, facts.register, id)) === true) online += 1;
  }
  return wholeShare(online, due);
}
