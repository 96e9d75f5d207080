import { compareLevels, isLevel } from '../kernel/level.js';
import { clauseAddress } from '../standard/ids.js';
import { type Alert, isActive } from './alert.js';
import { type PrerequisiteGraph, dependentClauses, dependsOn } from './prerequisites.js';

/** A platform that fell this long before or after an indicator that builds on it may be why. */
const NEARBY_MS = 3_600_000;

/**
 * Names the alert that caused another: the platform that its lost clauses call for and that fell too, the silent feed its
 * values come from, or, for a fallen score or grade, the indicator that cost the most. Null when none is known.
 */
export function rootOf(alert: Alert, alerts: readonly Alert[], graph: PrerequisiteGraph): Alert | null {
  // Two platforms may build on each other: what this one caused cannot have caused it.
  const others = alerts.filter(
    (other) => other.id !== alert.id && isActive(other) && other.root !== alert.id,
  );
  const { rule } = alert.key;
  if (rule === 'A01') return fallenPlatform(alert, others, graph);
  return rule === 'A02' || rule === 'A03' ? costliest(alert, others) : silentFeed(alert, others);
}

function fallenPlatform(alert: Alert, others: readonly Alert[], graph: PrerequisiteGraph): Alert | null {
  const { indicator } = alert.key;
  if (indicator === null) return null;
  const platforms = others.filter(({ key }) => key.rule === 'A01' && key.indicator !== null);
  const lost = platforms.filter(
    ({ key }) => key.indicator !== null && dependsOn(graph, alert.evidence.clauses, key.indicator),
  );
  const near = platforms.filter((other) => isNear(alert, other) && buildsOn(alert, other, graph));
  return earliest(lost.length > 0 ? lost : near) ?? silentFeed(alert, others);
}

function isNear(alert: Alert, other: Alert): boolean {
  return Math.abs(alert.since - other.since) <= NEARBY_MS;
}

// Only clauses that the level it fell from asked for can have cost it that level.
function buildsOn(
  { key, evidence }: Alert,
  { key: { indicator: platform } }: Alert,
  graph: PrerequisiteGraph,
): boolean {
  if (key.indicator === null || platform === null || evidence.from === null || !isLevel(evidence.from))
    return false;
  const from = evidence.from;
  return dependentClauses(graph, key.indicator, platform).some(
    (clause) => compareLevels(clauseAddress(clause).level, from) <= 0,
  );
}

function silentFeed({ key, evidence }: Alert, others: readonly Alert[]): Alert | null {
  if (key.rule === 'A12') return null;
  const feeds = others.filter((other) => other.key.rule === 'A12');
  return earliest(
    feeds.filter(({ evidence: { members } }) => evidence.sources.some((source) => members.includes(source))),
  );
}

function costliest(alert: Alert, others: readonly Alert[]): Alert | null {
  const falls = others.filter((other) => other.key.rule === 'A01' && (other.firedAt ?? 0) >= alert.since);
  return falls.reduce<Alert | null>(
    (worst, other) =>
      worst === null || (other.evidence.points ?? 0) < (worst.evidence.points ?? 0) ? other : worst,
    null,
  );
}

function earliest(alerts: readonly Alert[]): Alert | null {
  return alerts.reduce<Alert | null>(
    (first, alert) => (first === null || alert.since < first.since ? alert : first),
    null,
  );
}
