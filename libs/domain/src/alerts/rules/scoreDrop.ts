import { type Points, pointsText } from '../../assessment/scoring.js';
import type { Instant } from '../../telemetry/facts.js';
import { type Alert, type AlertKey, NO_EVIDENCE } from '../alert.js';
import { CLEAR, type Verdict } from '../observation.js';
import { type Moment, type RuleFindings, judged } from '../rule.js';
import type { RuleMemory } from '../ruleMemory.js';
import { thresholdPoints } from '../thresholds.js';
import { heldScore, pointsByRule } from './heldScore.js';

const DAY = 86_400_000;
const LONGEST_MS = 7 * DAY;

interface Fall {
  readonly withinMs: number;
  readonly points: Points;
}

type Falls = readonly [day: Fall, week: Fall];

function fallsOf({ threshold }: Moment): Falls {
  return [
    { withinMs: DAY, points: thresholdPoints(threshold('A02', 'day')) },
    { withinMs: LONGEST_MS, points: thresholdPoints(threshold('A02', 'week')) },
  ];
}

export const SCORE_DROP: AlertKey = { rule: 'A02', indicator: null, scope: '' };

/**
 * A02: the stable candidate Z fell by so much in a day or in seven days (0.5, 1.0), measured from its highest in that time. What a
 * rule edit, a restatement of the past or vanished data moved is taken out. It ends when Z is back, or, as settled, when
 * the fall is a week old.
 */
export function judgeScoreDrop(moment: Moment): RuleFindings {
  if (moment.score === null) return judged([]);
  const z = heldScore(moment, moment.levels);
  const scores = remember(moment, z);
  const open = moment.openFor(SCORE_DROP);
  const verdict = verdictOf({ scores, z, at: moment.at, open, falls: fallsOf(moment) });
  const nextDue = open === null ? null : nextEdge(scores, moment.at);
  return judged([{ key: SCORE_DROP, verdict, quiet: true }], { memory: { scores }, nextDue });
}

type Scores = RuleMemory['scores'];

/** Adds the score of this moment; a jump of which people need not hear moves the past along with it. */
function remember(moment: Moment, z: Points): Scores {
  const { at, memory, previous } = moment;
  const last = memory.scores.at(-1);
  if (last === undefined) return [{ at, z }];
  if (last.z === z) return memory.scores;
  const restated = heldScore(moment, previous) - last.z;
  const excused = restated + pointsByRule(moment);
  const past =
    excused === 0 ? memory.scores : memory.scores.map((score) => ({ ...score, z: score.z + excused }));
  // Of the scores before the window only the newest still matters.
  const kept = past.filter((_score, index) => (past[index + 1]?.at ?? at) > at - LONGEST_MS);
  return kept.at(-1)?.z === z ? kept : [...kept, { at, z }];
}

interface Standing {
  readonly scores: Scores;
  readonly z: Points;
  readonly at: Instant;
  readonly open: Alert | null;
  readonly falls: Falls;
}

function verdictOf({ scores, z, at, open, falls }: Standing): Verdict {
  const fellFrom = open?.evidence.z?.before;
  // While Z is a day's fall below where it fell from, it has not recovered.
  if (fellFrom !== undefined && fellFrom - z < falls[0].points) return CLEAR;
  const high = highestBefore(scores, z, at, falls);
  if (high === null) return open === null ? CLEAR : { kind: 'clear', resolution: 'settled' };
  const from = fellFrom ?? high.z;
  const evidence = {
    ...NO_EVIDENCE,
    from: pointsText(from),
    to: pointsText(z),
    points: z - from,
    z: { before: from, after: z },
  };
  return { kind: 'breached', severity: 'warning', evidence, since: open?.since ?? high.at };
}

/** The highest score of a window from which Z has fallen too far; null when it has not. */
function highestBefore(scores: Scores, z: Points, at: Instant, falls: Falls): Scores[number] | null {
  for (const { withinMs, points } of falls) {
    const window = scores.filter(
      (_score, index) => (scores[index + 1]?.at ?? Number.POSITIVE_INFINITY) > at - withinMs,
    );
    const high = window.reduce<Scores[number] | null>(
      (best, score) => (best === null || score.z > best.z ? score : best),
      null,
    );
    if (high !== null && high.z - z >= points) return high;
  }
  return null;
}

// When a window next loses its oldest score.
function nextEdge(scores: Scores, at: Instant): Instant | null {
  const edges = scores.slice(1).flatMap((score) => [DAY, LONGEST_MS].map((withinMs) => score.at + withinMs));
  const ahead = edges.filter((edge) => edge > at);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
