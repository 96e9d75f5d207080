import { type Instant } from '@parkpulse/domain';
import { type DeviceEntry, type EnterpriseEntry, type RegistryData, toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { type DemoContext, isWithin, type Span } from './demoContext.js';
import { AIR_DEVICES, type DemoDevice, DEVICES, LATE_STATION } from './devices.js';
import { type DemoEnterprise, ENTERPRISES } from './enterprises.js';
import { STORY } from './scenario.js';
import { type DemoSystem, SYSTEMS } from './systems.js';

const SOURCE = '/demo/register';

type Change = readonly [effectiveFrom: Instant, data: Omit<RegistryData, 'effectiveFrom' | 'id'>];

function enterpriseChanges(enterprise: DemoEnterprise, { calendar }: DemoContext): readonly Change[] {
  const { name, key, position, joins, commissioned, status } = enterprise;
  const entryWith = (current: EnterpriseEntry['status']) =>
    ({ kind: 'enterprise', attributes: { name, status: current, key, position } }) as const;
  const start = joins === null ? calendar.registerFrom() : calendar.at(joins, 9);
  if (commissioned === joins) return [[start, entryWith('commissioned')]];
  if (commissioned === 'never' || commissioned === null) return [[start, entryWith(status)]];
  return [
    [start, entryWith(status)],
    [calendar.at(commissioned, 9), entryWith('commissioned')],
  ];
}

function toAttributes(device: DemoDevice, nominalPeriodSeconds: number): DeviceEntry {
  const { name, category, enterprise, majorHazard, requiredByIndustry, position } = device;
  return {
    name,
    nominalPeriodSeconds,
    category,
    ...(enterprise === null ? {} : { enterprise }),
    requiredByDesign: true,
    requiredByIndustry,
    majorHazard,
    position,
  };
}

/** A device's historic cadence, its stop-use as it is approved, and the faster cadence of the last days. */
function deviceChanges(device: DemoDevice, { calendar }: DemoContext): readonly Change[] {
  const slow = toAttributes(device, device.historicSeconds);
  const fast = toAttributes(device, 300);
  const entryOf = (attributes: DeviceEntry) => ({ kind: 'device', attributes }) as const;
  const changes: Change[] = [
    [calendar.historyFrom, entryOf(slow)],
    [calendar.fastFrom, entryOf(fast)],
  ];
  const { stopUse } = STORY;
  if (device.id !== stopUse.device) return changes;
  const approved = {
    from: toTime(calendar.at(stopUse.from, 9)),
    to: toTime(calendar.at(stopUse.to, 18)),
    reason: stopUse.reason,
  };
  return [...changes, [calendar.at(stopUse.from, 8), entryOf({ ...slow, stopUse: [approved] })]];
}

/** Air stations; one of them is required long before it is installed. */
function stationChanges(device: DemoDevice, { calendar }: DemoContext): readonly Change[] {
  const entryOf = (autoMonitoring: 'required' | 'installed') => {
    const attributes = { ...toAttributes(device, 3600), valuesPerPeriod: 6, autoMonitoring };
    return { kind: 'device', attributes } as const;
  };
  if (device.id !== LATE_STATION) return [[calendar.historyFrom, entryOf('installed')]];
  return [
    [calendar.historyFrom, entryOf('required')],
    [calendar.at(STORY.stationInstalled), entryOf('installed')],
  ];
}

function systemChanges(
  { name, onCloud, cloudExempt }: DemoSystem,
  { calendar }: DemoContext,
): readonly Change[] {
  const entryOf = (isOnCloud: boolean) =>
    ({ kind: 'system', attributes: { name, onCloud: isOnCloud, cloudExempt } }) as const;
  const start = calendar.registerFrom();
  if (onCloud === null || onCloud === 'never') return [[start, entryOf(onCloud === null)]];
  return [
    [start, entryOf(false)],
    [calendar.at(onCloud, 9), entryOf(true)],
  ];
}

function* listItems(context: DemoContext): Iterable<TimedItem> {
  const pair = (id: string, changes: readonly Change[]) => changes.map((change) => [id, change] as const);
  const all = [
    ...ENTERPRISES.flatMap((enterprise) => pair(enterprise.id, enterpriseChanges(enterprise, context))),
    ...DEVICES.flatMap((device) => pair(device.id, deviceChanges(device, context))),
    ...AIR_DEVICES.flatMap((device) => pair(device.id, stationChanges(device, context))),
    ...SYSTEMS.flatMap((system) => pair(system.id, systemChanges(system, context))),
  ];
  for (const [id, [from, data]] of all) {
    const at = Math.max(from, context.calendar.historyFrom);
    const item = { ...data, id, effectiveFrom: toTime(from) } as RegistryData;
    yield { at, source: SOURCE, kind: 'entry', item };
  }
}

const kept = new WeakMap<DemoContext, readonly TimedItem[]>();

/** Entries of the register, spoken when they come into force; those older than the history are spoken at its beginning. */
export function* registerStream(context: DemoContext, span: Span): Iterable<TimedItem> {
  const items = kept.get(context) ?? [...listItems(context)];
  kept.set(context, items);
  for (const item of items) if (isWithin(item.at, span)) yield item;
}
