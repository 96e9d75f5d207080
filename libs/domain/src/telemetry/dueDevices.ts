import type { TimeSpan } from '../kernel/calendar.js';
import { type OnlineReach, constantReach } from './deviceTrack.js';
import type { DeviceAttributes, Instant, StopUse } from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { DeviceSelection } from './measureForms.js';
import type { RegisterHistory, RegisterSpan } from './registerHistory.js';
import { joinSpans, subtractSpans } from './timeSpans.js';

type DeviceSpans = readonly RegisterSpan<'device'>[];

/** Narrows a measure to one device or to the devices of one enterprise. */
export interface DeviceScope {
  readonly device?: string | undefined;
  readonly enterprise?: string | undefined;
}

/** Tells whether a device belongs to a selection; stop-use is judged apart. */
export function isSelected(selection: DeviceSelection, device: DeviceAttributes): boolean {
  switch (selection) {
    case 'monitored':
      return device.autoMonitoring !== 'required';
    case 'majorHazard':
      return device.majorHazard;
    case 'design':
      return device.requiredByDesign;
    case 'industry':
      return device.requiredByIndustry;
    case 'installed':
      return device.autoMonitoring === 'installed';
  }
}

/** Tells whether a device is in approved stop-use at an instant. */
export function isStopped(device: DeviceAttributes, instant: Instant): boolean {
  return device.stopUse.some(({ from, to }) => from <= instant && instant < to);
}

/** Lists the ids of the devices a scope may speak of. */
export function deviceIds(register: RegisterHistory, { device }: DeviceScope): Iterable<string> {
  return device === undefined ? register.idsOf('device') : [device];
}

const dueCache = new WeakMap<DeviceSpans, Map<DeviceSelection, readonly TimeSpan[]>>();

/**
 * Lists, in order and apart, when a device is due for a selection: in force in the register and selected, less the
 * stop-use approved by the entry then in force.
 */
export function dueSpans(
  register: RegisterHistory,
  id: string,
  selection: DeviceSelection,
  { enterprise }: DeviceScope = {},
): readonly TimeSpan[] {
  const spans = register.spansOf('device', id);
  if (enterprise !== undefined) return toDueSpans(spans, selection, enterprise);
  const bySelection = dueCache.get(spans) ?? new Map<DeviceSelection, readonly TimeSpan[]>();
  if (bySelection.size === 0) dueCache.set(spans, bySelection);
  let due = bySelection.get(selection);
  if (due === undefined) bySelection.set(selection, (due = toDueSpans(spans, selection, undefined)));
  return due;
}

function toDueSpans(
  spans: DeviceSpans,
  selection: DeviceSelection,
  enterprise: string | undefined,
): readonly TimeSpan[] {
  const due = spans.flatMap(({ from, to, attributes }) => {
    if (!isSelected(selection, attributes)) return [];
    if (enterprise !== undefined && attributes.enterprise !== enterprise) return [];
    return subtractSpans([{ from, to }], attributes.stopUse);
  });
  return joinSpans(due);
}

/** Returns how long one online state keeps a device online: W of the definition (domain reference 1.5, online_time). */
export function reachOf(definition: MeasureDefinition, register: RegisterHistory, id: string): OnlineReach {
  if (definition.onlineWithinSeconds !== null) return constantReach(definition.onlineWithinSeconds * 1000);
  const spans = register.spansOf('device', id);
  const reaches = spans.map(({ attributes }) => nominalReach(definition, attributes));
  const longest = Math.max(0, ...reaches);
  if (reaches.every((reach) => reach === longest)) return constantReach(longest);
  return { longest, isConstant: false, of: (at) => reaches[spanIndexAt(spans, at)] ?? longest };
}

function nominalReach(definition: MeasureDefinition, { nominalPeriodSeconds }: DeviceAttributes): number {
  const periods = Math.round(definition.onlineNominalPeriods * nominalPeriodSeconds * 1000);
  return Math.max(definition.onlineMinSeconds * 1000, periods);
}

// A state sent between two entries is judged by the next one, after the last one by that.
function spanIndexAt(spans: DeviceSpans, at: Instant): number {
  const index = spans.findIndex(({ to }) => at < to);
  return index < 0 ? spans.length - 1 : index;
}

/** A device in approved stop-use, for the list that is always shown. */
export interface StoppedDevice {
  readonly device: string;
  readonly stopUse: StopUse;
}

/** Lists the devices in approved stop-use at an instant, with the approval. */
export function stoppedDevices(register: RegisterHistory, instant: Instant): readonly StoppedDevice[] {
  return register.membersAt('device', instant).flatMap(({ id, attributes }) => {
    const stopUse = attributes.stopUse.find(({ from, to }) => from <= instant && instant < to);
    return stopUse === undefined ? [] : [{ device: id, stopUse }];
  });
}
