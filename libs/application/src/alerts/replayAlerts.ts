import {
  type Alert,
  type AlertBook,
  type AlertInputs,
  type AlertRuleId,
  type IndicatorId,
  type Instant,
  type LevelRow,
  type MeasureKey,
  NO_MEMORY,
  NO_NOTICES,
  type NoticePolicy,
  type ScoreRow,
  type SignalPoint,
  decideAlerts,
  derivePrerequisites,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';

/** What a park has lived through, as it is believed now: enough to decide the rules on levels, scores and rates again. */
export interface LivedSpan {
  readonly rules: AssessmentRules;
  readonly zone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly levelsBefore: ReadonlyMap<IndicatorId, LevelRow>;
  /** In order of time. */
  readonly levels: readonly LevelRow[];
  readonly scoreBefore: ScoreRow | null;
  readonly scores: readonly ScoreRow[];
  /** Points of rates in order of time; empty where no rate is asked about. */
  readonly rates: ReadonlyMap<MeasureKey, readonly SignalPoint[]>;
}

export interface Replay {
  readonly alerts: readonly Alert[];
  readonly stepSeconds: number;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Looks at rates within one replay; a longer span is looked at less often. */
const MOST_STEPS = 4000;
const STEPS_AT_ONCE = 10;

/**
 * Decides a past span again, with the decider that decides the present: day by day for rules on levels and scores, which walks
 * from change to change by itself, and at every change of a rate for rules on rates. Nobody is told.
 */
export async function replayAlerts(
  lived: LivedSpan,
  policy: NoticePolicy,
  rule: AlertRuleId,
): Promise<Replay> {
  const walk = new Walk(lived, policy, rule);
  const hasRates = lived.rates.size > 0;
  const stepMs = Math.max(MINUTE, Math.ceil((lived.to - lived.from) / MOST_STEPS));
  const changes = hasRates ? gridOf(lived, stepMs) : [];
  // Where things stand at the beginning is settled first: a fall is measured against it.
  walk.step(lived.from - 1, lived.from);
  let [steps, next] = [0, 0];
  for (let at = lived.from; at < lived.to; steps += 1) {
    while (at >= (changes[next] ?? Infinity)) next += 1;
    const due = hasRates ? Math.min(changes[next] ?? Infinity, walk.nextDue ?? Infinity) : Infinity;
    const to = Math.min(lived.to, Math.max(at + 1, Math.min(due, at + DAY)));
    walk.step(at, to);
    at = to;
    if (steps % STEPS_AT_ONCE === 0) await breath();
  }
  return { alerts: walk.found(), stepSeconds: hasRates ? Math.ceil(stepMs / 1000) : 0 };
}

/** Instants at which a rate changed, moved up to a grid. */
function gridOf({ rates, from, to }: LivedSpan, stepMs: number): readonly Instant[] {
  const instants = new Set<Instant>();
  for (const points of rates.values()) {
    for (const { at } of points)
      if (at > from && at <= to) instants.add(from + Math.ceil((at - from) / stepMs) * stepMs);
  }
  return [...instants].sort((a, b) => a - b);
}

class Walk {
  private readonly seen = new Map<string, Alert>();
  private readonly graph;
  private levels: Map<IndicatorId, LevelRow>;
  private score: ScoreRow | null;
  private nextLevel = 0;
  private nextScore = 0;
  private book: AlertBook;

  constructor(
    private readonly lived: LivedSpan,
    policy: NoticePolicy,
    private readonly rule: AlertRuleId,
  ) {
    this.graph = derivePrerequisites(lived.rules.standard.standard);
    this.levels = new Map(lived.levelsBefore);
    this.score = lived.scoreBefore;
    this.book = emptyBook(policy, lived.zone);
  }

  get nextDue(): Instant | null {
    return this.book.nextDue;
  }

  step(from: Instant, now: Instant): void {
    const { rules, zone } = this.lived;
    const inputs: AlertInputs = {
      standard: rules.standard,
      plan: rules.plan,
      zone,
      levels: { before: new Map(this.levels), within: this.takeLevels(now), ruleRestated: new Set() },
      scores: { before: this.score, within: this.takeScores(now) },
      valueAt:
        this.lived.rates.size === 0
          ? null
          : (measure, at) => pointAt(this.lived.rates.get(measure) ?? [], at),
      coveredFrom: null,
      facts: null,
      feeds: null,
      attestations: [],
      lags: null,
      sources: new Map(),
    };
    const decision = decideAlerts(this.book, inputs, { from, now }, this.graph);
    this.book = decision.book;
    for (const alert of decision.changed) if (alert.key.rule === this.rule) this.seen.set(alert.id, alert);
  }

  /** Those that fired. */
  found(): readonly Alert[] {
    return [...this.seen.values()].filter(({ firedAt }) => firedAt !== null);
  }

  private takeLevels(to: Instant): readonly LevelRow[] {
    const start = this.nextLevel;
    const { levels } = this.lived;
    while ((levels[this.nextLevel]?.at ?? Infinity) <= to) this.nextLevel += 1;
    const within = levels.slice(start, this.nextLevel);
    for (const row of within) this.levels.set(row.indicator, row);
    return within;
  }

  private takeScores(to: Instant): readonly ScoreRow[] {
    const start = this.nextScore;
    const { scores } = this.lived;
    while ((scores[this.nextScore]?.at ?? Infinity) <= to) this.nextScore += 1;
    const within = scores.slice(start, this.nextScore);
    this.score = within.at(-1) ?? this.score;
    return within;
  }
}

function emptyBook(policy: NoticePolicy, zone: string): AlertBook {
  return {
    park: null,
    zone,
    prefix: 'replay',
    serial: 0,
    alerts: [],
    // As if the park had always had these thresholds: an edit would raise nothing.
    memory: { ...NO_MEMORY, thresholds: policy.thresholds },
    notices: NO_NOTICES,
    silences: [],
    channels: [],
    shifts: [],
    policy,
    system: [],
    nextDue: null,
  };
}

// The newest point at or before an instant.
function pointAt(points: readonly SignalPoint[], at: Instant): SignalPoint | null {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return points[low - 1] ?? null;
}

/** Lets whatever else waits have its turn. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
