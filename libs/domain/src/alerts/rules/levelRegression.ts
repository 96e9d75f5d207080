import { levelRank, type Level } from '../../kernel/level.js';
import type { LevelRow } from '../../assessment/rows.js';
import { type Points, pointsBetween } from '../../assessment/scoring.js';
import type { IndicatorId } from '../../standard/ids.js';
import type { LevelChanges } from '../alertInputs.js';
import type { RuleMemory } from '../ruleMemory.js';
import { type Alert, type AlertEvidence, type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, type Verdict, observed } from '../observation.js';
import { type Moment, type RuleFindings, judged } from '../rule.js';
import { isBelow, losesGrade, severityOfLoss } from '../severity.js';
import { thresholdPoints } from '../thresholds.js';

/**
 * A01: the stable candidate level is below what it was. The dwell is the hold, so it fires at once. A fall because data
 * grew stale is none (the rule sees no data), nor is one that another measure definition made; the first level ever is
 * where things start from. While open, the level it fell from stays the reference until it is reached again.
 */
export function judgeLevels(moment: Moment): RuleFindings {
  const references = { ...moment.memory.references };
  const observations: Observation[] = [];
  for (const [indicator, row] of moment.levels) {
    const key = regressionKey(indicator);
    const open = moment.openFor(key);
    const reference = references[indicator];
    if (reference === undefined) references[indicator] = row.stable.candidate;
    else if (open === null)
      references[indicator] = judgeStanding(moment, { row, reference, key }, observations);
    else references[indicator] = judgeFallen(moment, { row, reference, key, open }, observations);
  }
  return judged(observations, { memory: { references } });
}

/**
 * Moves the references of indicators whose past another measure definition rewrote to where they stand now, unless an
 * alert is open: a rule edit raises nothing.
 */
export function rebaseReferences(
  references: RuleMemory['references'],
  { before, ruleRestated }: LevelChanges,
  isOpen: (indicator: IndicatorId) => boolean,
): RuleMemory['references'] {
  const rebased = { ...references };
  for (const indicator of ruleRestated) {
    const level = before.get(indicator)?.stable.candidate;
    if (level !== undefined && rebased[indicator] !== undefined && !isOpen(indicator))
      rebased[indicator] = level;
  }
  return rebased;
}

/** The key of a fallen indicator. */
export function regressionKey(indicator: IndicatorId): AlertKey {
  return { rule: 'A01', indicator, scope: '' };
}

interface Standing {
  readonly row: LevelRow;
  readonly reference: Level;
  readonly key: AlertKey;
}

/** Judges an indicator that nothing is open for; returns its reference from here on. */
function judgeStanding(moment: Moment, standing: Standing, observations: Observation[]): Level {
  const { row, reference, key } = standing;
  const level = row.stable.candidate;
  if (!isBelow(level, reference)) return level;
  if (row.cause === 'staleness') return reference;
  if (row.cause === 'rule') return level;
  observations.push(observed(key, breach(moment, standing, null)));
  return reference;
}

function judgeFallen(
  moment: Moment,
  fallen: Standing & { readonly open: Alert },
  observations: Observation[],
): Level {
  const { row, reference, key, open } = fallen;
  const level = row.stable.candidate;
  if (!isBelow(level, reference)) {
    observations.push(
      observed(key, { kind: 'clear', resolution: row.cause === 'rule' ? 'rule' : 'recovered' }),
    );
    return level;
  }
  observations.push({ key, verdict: verdictOfFallen(moment, fallen, open), quiet: row.cause === 'rule' });
  return reference;
}

function verdictOfFallen(moment: Moment, standing: Standing, open: Alert): Verdict {
  const { row, reference } = standing;
  if (row.cause === 'staleness') return { kind: 'noData' };
  if (!isBelow(row.raw.candidate, reference) && row.stable.candidate === open.evidence.to)
    return { kind: 'easing' };
  return breach(moment, standing, open);
}

function breach(moment: Moment, { row, reference }: Standing, open: Alert | null): Verdict {
  const { inputs } = moment;
  const to = row.stable.candidate;
  const points = pointsBetween(inputs.plan, row.indicator, reference, to);
  const isSame = open !== null && open.evidence.to === to;
  const zBefore = zBeforeFall(moment, row);
  const z = isSame ? open.evidence.z : zAround(moment, open, zBefore);
  const gradeLost = losesGradeNow(moment, { row, open, isSame, zBefore });
  const evidence: AlertEvidence = {
    ...NO_EVIDENCE,
    from: reference,
    to,
    points,
    cause: isSame ? open.evidence.cause : row.cause,
    z,
    gradeLost,
    clauses: isSame ? open.evidence.clauses : decisiveClauses(row, to),
    sources: inputs.sources.get(row.indicator) ?? open?.evidence.sources ?? [],
  };
  const alarming = {
    levels: moment.threshold('A01', 'levels'),
    points: thresholdPoints(moment.threshold('A01', 'points')),
  };
  const severity = severityOfLoss({ from: reference, to, points: -points, gradeLost }, alarming);
  return { kind: 'breached', severity, evidence, since: open?.since ?? row.since };
}

function zAround({ score }: Moment, open: Alert | null, zBefore: Points | null): AlertEvidence['z'] {
  if (score === null) return null;
  return { before: open?.evidence.z?.before ?? zBefore ?? score.z[1], after: score.z[1] };
}

// Z just before the level fell. Of a fall that lies back and is only found now (late data) the scores around this moment
// know nothing: there it is Z less what the indicators that fell at that instant cost.
function zBeforeFall(
  { at, score, scoreBefore, levels, memory, inputs }: Moment,
  row: LevelRow,
): Points | null {
  if (row.at === at || score === null) return scoreBefore?.z[1] ?? null;
  let cost = 0;
  for (const [indicator, other] of levels) {
    const reference = memory.references[indicator];
    const to = other.stable.candidate;
    if (other.at !== row.at || reference === undefined || !isBelow(to, reference)) continue;
    cost += pointsBetween(inputs.plan, indicator, reference, to);
  }
  return score.z[1] - cost;
}

interface FallenGrade {
  readonly row: LevelRow;
  readonly open: Alert | null;
  readonly isSame: boolean;
  readonly zBefore: Points | null;
}

// The grade is lost by every indicator that fell at the instant Z crossed the bound, until Z is back above it.
function losesGradeNow({ score, at }: Moment, { row, open, isSame, zBefore }: FallenGrade): boolean {
  if (score === null) return false;
  const [, z] = score.z;
  const held = heldBefore(open);
  if (held !== null) return losesGrade(held, z);
  const isNew = !isSame && (row.at === at || open === null);
  return isNew && zBefore !== null && losesGrade(zBefore, z);
}

// Z before the fall that lost the grade, while it is lost.
function heldBefore(open: Alert | null): Points | null {
  return open?.evidence.gradeLost === true ? (open.evidence.z?.before ?? null) : null;
}

// The clauses that changed here and belong above the level that is left.
function decisiveClauses({ clauses }: LevelRow, to: Level): LevelRow['clauses'] {
  const above = clauses.filter((clause) => levelRank(clause.split('.')[1] as Level) > levelRank(to));
  return above.length > 0 ? above : clauses;
}
