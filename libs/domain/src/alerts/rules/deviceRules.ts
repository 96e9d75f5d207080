import { constantReach } from '../../telemetry/deviceTrack.js';
import type { DeviceAttributes, Instant } from '../../telemetry/facts.js';
import type { ParkFacts } from '../../telemetry/parkFacts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * A05: points of major hazards without a valid sample, less approved stop-use; one alert per enterprise, naming its points.
 * When no device of the park speaks at all the feed is silent, not the points: the rule sees no data.
 */
export function judgeMajorHazards(moment: Moment): RuleFindings {
  const { facts } = moment.inputs;
  if (facts === null) return BLIND;
  const newest = facts.newestStateAt(moment.at);
  const offlineMs = moment.threshold('A05', 'warning') * MINUTE;
  if (newest === null || moment.at - newest >= offlineMs) return BLIND;
  const owing = pointsOwing(facts, moment.at);
  const limits = owing.flatMap(({ since }) => [since + offlineMs, since + longOfflineMs(moment)]);
  const ahead = limits.filter((limit) => limit > moment.at);
  const offline = new Map<string, OfflinePoint[]>();
  for (const point of owing) {
    if (moment.at - point.since < offlineMs) continue;
    offline.set(point.enterprise, [...(offline.get(point.enterprise) ?? []), point]);
  }
  const observations = [...offline].map(([enterprise, points]) =>
    offlineObservation(moment, enterprise, points),
  );
  return judged(observations, {
    nextDue: ahead.length === 0 ? null : ahead.reduce((a, b) => Math.min(a, b)),
  });
}

function longOfflineMs({ threshold }: Moment): number {
  return threshold('A05', 'alarm') * MINUTE;
}

interface OfflinePoint {
  readonly id: string;
  readonly enterprise: string;
  readonly since: Instant;
}

function pointsOwing(facts: ParkFacts, at: Instant): readonly OfflinePoint[] {
  return facts.register.membersAt('device', at).flatMap(({ id, attributes }) => {
    const since = attributes.majorHazard ? offlineSince(facts, id, attributes, at) : null;
    return since === null ? [] : [{ id, enterprise: attributes.enterprise ?? '', since }];
  });
}

// Since when a point owes a sample: its newest one, or the end of an approved stop-use; null when it owes none.
function offlineSince(
  facts: ParkFacts,
  id: string,
  { stopUse }: DeviceAttributes,
  at: Instant,
): Instant | null {
  const last = facts.trackOf(id)?.onlineAtOrBefore(at) ?? null;
  if (last === null || stopUse.some(({ from, to }) => from <= at && at < to)) return null;
  const ended = stopUse.filter(({ to }) => to <= at).map(({ to }) => to);
  return Math.max(last, ...ended);
}

function offlineObservation(
  moment: Moment,
  enterprise: string,
  points: readonly OfflinePoint[],
): Observation {
  const since = Math.min(...points.map((point) => point.since));
  const members = points.map(({ id }) => id).sort();
  const isLong = moment.at - since >= longOfflineMs(moment);
  const evidence = { ...NO_EVIDENCE, from: 'online', to: 'offline', members, stage: isLong ? 1 : 0 };
  const key: AlertKey = { rule: 'A05', indicator: 'I19', scope: enterprise };
  return observed(key, { kind: 'breached', severity: isLong ? 'alarm' : 'warning', evidence, since });
}

const NOMINAL_PERIODS = 3;
const LEAST_REACH_MS = 180_000;

/** A06: a gateway that drops again and again. */
export function judgeFlapping(moment: Moment): RuleFindings {
  const { facts } = moment.inputs;
  if (facts === null) return BLIND;
  const drops: Record<string, readonly Instant[]> = {};
  const limits = [
    { withinMs: DAY, count: moment.threshold('A06', 'day') },
    { withinMs: 30 * DAY, count: moment.threshold('A06', 'month') },
  ];
  const observations: Observation[] = [];
  for (const { id, attributes } of facts.register.membersAt('device', moment.at)) {
    if (attributes.category !== 'gateway') continue;
    const own = dropsOf(moment, facts, id, attributes);
    if (own.length === 0) continue;
    drops[id] = own;
    const breached = limits.find(
      ({ withinMs, count }) => own.filter((at) => at > moment.at - withinMs).length >= count,
    );
    if (breached === undefined) continue;
    const key: AlertKey = { rule: 'A06', indicator: null, scope: id };
    const first = own.find((at) => at > moment.at - breached.withinMs) ?? moment.at;
    const evidence = {
      ...NO_EVIDENCE,
      observed: String(own.length),
      required: String(breached.count),
      members: [id],
    };
    observations.push(observed(key, { kind: 'breached', severity: 'reminder', evidence, since: first }));
  }
  return judged(observations, { memory: { drops } });
}

// The ends of its online stretches since the rule last looked, added to those remembered.
function dropsOf(
  moment: Moment,
  facts: ParkFacts,
  id: string,
  attributes: DeviceAttributes,
): readonly Instant[] {
  const held = (moment.memory.drops[id] ?? []).filter((at) => at > moment.at - 30 * DAY);
  const reach = Math.max(LEAST_REACH_MS, NOMINAL_PERIODS * attributes.nominalPeriodSeconds * 1000);
  const from = moment.memory.slowAt ?? moment.at - DAY;
  const ends: Instant[] = [];
  facts.trackOf(id)?.eachRun({ from: from - reach, to: moment.at }, constantReach(reach), (_from, to) => {
    if (to > from && to < moment.at && to > (held.at(-1) ?? Number.NEGATIVE_INFINITY)) ends.push(to);
  });
  return [...held, ...ends];
}
