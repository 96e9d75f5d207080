import {
  ENHANCED_FROM,
  type Grade,
  type Points,
  SMART_FROM,
  gradeOf,
  pointsText,
} from '../../assessment/scoring.js';
import type { Instant } from '../../telemetry/facts.js';
import { type Alert, type AlertEvidence, type AlertKey, NO_EVIDENCE } from '../alert.js';
import { CLEAR, type Observation, type Verdict, observed } from '../observation.js';
import { type Moment, type RuleFindings, judged } from '../rule.js';
import { type AlertSeverity, compareGrades } from '../severity.js';
import { thresholdPoints } from '../thresholds.js';
import { heldScore, pointsByRule } from './heldScore.js';

export const GRADE_MARGIN: AlertKey = { rule: 'A03', indicator: null, scope: '' };

/**
 * A03: how far the stable candidate Z stands above the lower bound of its grade, 60 or 80. Little (2.0 points) is a
 * reminder, very little (0.5) a warning, and below the bound of the grade it held an alarm, however little is missing.
 */
export function judgeGradeMargin(moment: Moment): RuleFindings {
  const { score, memory } = moment;
  if (score === null) return judged([]);
  const z = score.z[1];
  const open = moment.openFor(GRADE_MARGIN);
  const held = memory.grade ?? gradeOf(z);
  const heldZ = heldScore(moment, moment.levels);
  // Data vanished: what Z would be is not known, so neither is its margin.
  if (heldZ !== z && compareGrades(gradeOf(heldZ), held) >= 0)
    return judged([observed(GRADE_MARGIN, { kind: 'noData' })]);
  const byRule = pointsByRule(moment);
  if (compareGrades(gradeOf(z), held) < 0 && compareGrades(gradeOf(z - byRule), held) < 0) {
    return judged([observed(GRADE_MARGIN, crossed(moment, { z, held, open }))]);
  }
  return judged(margin(moment, z, open), { memory: { grade: gradeOf(z) } });
}

function margin(moment: Moment, z: Points, open: Alert | null): readonly Observation[] {
  const bound = lowerBound(gradeOf(z));
  if (bound === null || z - bound >= thresholdPoints(moment.threshold('A03', 'reminder')))
    return [observed(GRADE_MARGIN, CLEAR)];
  // A margin that is thin on the way up is no news; it is when Z comes down to it.
  if (open === null && z >= (moment.scoreBefore?.z[1] ?? z)) return [];
  const thinnest = thresholdPoints(moment.threshold('A03', 'warning'));
  const severity: AlertSeverity = z - bound < thinnest ? 'warning' : 'reminder';
  const evidence = evidenceOf(moment, { z, bound, open, gradeLost: false });
  return [observed(GRADE_MARGIN, { kind: 'breached', severity, evidence, since: sinceOf(moment, open) })];
}

function sinceOf({ score, at }: Moment, open: Alert | null): Instant {
  return open?.since ?? score?.at ?? at;
}

function crossed(
  moment: Moment,
  { z, held, open }: { readonly z: Points; readonly held: Grade; readonly open: Alert | null },
): Verdict {
  const bound = lowerBound(held) ?? ENHANCED_FROM;
  const evidence = evidenceOf(moment, { z, bound, open, gradeLost: true });
  return { kind: 'breached', severity: 'alarm', evidence, since: sinceOf(moment, open) };
}

interface Margin {
  readonly z: Points;
  readonly bound: Points;
  readonly open: Alert | null;
  readonly gradeLost: boolean;
}

function evidenceOf({ scoreBefore }: Moment, { z, bound, open, gradeLost }: Margin): AlertEvidence {
  const before =
    gradeLost && open?.evidence.gradeLost === true
      ? (open.evidence.z?.before ?? z)
      : (scoreBefore?.z[1] ?? z);
  return {
    ...NO_EVIDENCE,
    from: pointsText(bound),
    to: pointsText(z),
    required: pointsText(bound),
    observed: pointsText(z),
    z: { before, after: z },
    gradeLost,
  };
}

function lowerBound(grade: Grade): Points | null {
  switch (grade) {
    case 'smart':
      return SMART_FROM;
    case 'enhanced':
      return ENHANCED_FROM;
    case 'initial':
      return null;
  }
}
