import type { Instant } from './facts.js';
import type { RegisterHistory } from './registerHistory.js';
import { firstAfter } from './sortedInstants.js';

/** Whose shortest nominal period: all devices', or only those of installed automatic monitoring. */
export type NominalGroup = 'all' | 'installed';

interface NominalSteps {
  readonly revision: number;
  readonly starts: readonly Instant[];
  /** Milliseconds from the start of the same index on. */
  readonly shortest: readonly number[];
}

const NO_DEVICE_MS = 86_400_000;

const stepsByRegister = new WeakMap<RegisterHistory, Map<NominalGroup, NominalSteps>>();

/** Returns the shortest nominal period of the devices in force at an instant, in milliseconds; a day without any. */
export function shortestNominalAt(register: RegisterHistory, group: NominalGroup, at: Instant): number {
  const { starts, shortest } = stepsOf(register, group);
  return shortest[firstAfter(starts, starts.length, at) - 1] ?? NO_DEVICE_MS;
}

/** Lists the instants at which the shortest nominal period changes, in order. */
export function nominalChanges(register: RegisterHistory, group: NominalGroup): readonly Instant[] {
  return stepsOf(register, group).starts;
}

function stepsOf(register: RegisterHistory, group: NominalGroup): NominalSteps {
  let byGroup = stepsByRegister.get(register);
  if (byGroup === undefined) stepsByRegister.set(register, (byGroup = new Map<NominalGroup, NominalSteps>()));
  const known = byGroup.get(group);
  if (known !== undefined && known.revision === register.revisionOf('device')) return known;
  const steps = deriveSteps(register, group);
  byGroup.set(group, steps);
  return steps;
}

interface Edge {
  readonly at: Instant;
  readonly period: number;
  readonly sign: 1 | -1;
}

function deriveSteps(register: RegisterHistory, group: NominalGroup): NominalSteps {
  const edges = listEdges(register, group).sort((a, b) => a.at - b.at);
  const counts = new Map<number, number>();
  const starts: Instant[] = [];
  const shortest: number[] = [];
  edges.forEach(({ at, period, sign }, index) => {
    countPeriod(counts, period, sign);
    if (edges[index + 1]?.at === at) return;
    const now = counts.size === 0 ? NO_DEVICE_MS : Math.min(...counts.keys());
    if (now === shortest.at(-1)) return;
    starts.push(at);
    shortest.push(now);
  });
  return { revision: register.revisionOf('device'), starts, shortest };
}

function countPeriod(counts: Map<number, number>, period: number, sign: 1 | -1): void {
  const count = (counts.get(period) ?? 0) + sign;
  if (count === 0) counts.delete(period);
  else counts.set(period, count);
}

function listEdges(register: RegisterHistory, group: NominalGroup): Edge[] {
  const edges: Edge[] = [];
  for (const id of register.idsOf('device')) {
    for (const { from, to, attributes } of register.spansOf('device', id)) {
      if (group === 'installed' && attributes.autoMonitoring !== 'installed') continue;
      const period = attributes.nominalPeriodSeconds * 1000;
      edges.push({ at: from, period, sign: 1 });
      if (Number.isFinite(to)) edges.push({ at: to, period, sign: -1 });
    }
  }
  return edges;
}
