import type { Grade, Points } from '../assessment/scoring.js';
import type { Level } from '../kernel/level.js';
import type { IndicatorId } from '../standard/ids.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { Instant } from '../telemetry/facts.js';
import type { AlertRuleId } from './ruleCatalogue.js';
import type { AlertSeverity } from './severity.js';
import type { ThresholdSettings } from './thresholds.js';

/** A live rate as it was at an instant: whole millionths, exact enough for slopes; never used to decide a clause. */
export interface RateSample {
  readonly at: Instant;
  readonly millionths: number;
}

/** What the rules of a park keep from one decision to the next; plain data, stored as JSON. */
export interface RuleMemory {
  /** Per indicator the level that a fall is measured against (A01). */
  readonly references: Readonly<Partial<Record<IndicatorId, Level>>>;
  /** The grade that a fall of Z is measured against (A03). */
  readonly grade: Grade | null;
  /** Z over the last seven days, free of jumps that a rule or a restatement made (A02), oldest first. */
  readonly scores: readonly { readonly at: Instant; readonly z: Points }[];
  /** Per measure hourly samples of its live rate over three days (A04, A10, A15). */
  readonly rates: Readonly<Partial<Record<MeasureKey, readonly RateSample[]>>>;
  /** Per gateway when it dropped, over thirty days (A06). */
  readonly drops: Readonly<Record<string, readonly Instant[]>>;
  /** Per source that has been seen live since when, by its events, and whether that lasted: only then can it fall silent (A12). */
  readonly live: Readonly<Record<string, { readonly since: Instant; readonly lasting: boolean }>>;
  /** Register counts a day ago and now (A14). */
  readonly counts: readonly {
    readonly at: Instant;
    readonly enterprises: number;
    readonly devices: number;
  }[];
  /** Closed days whose effective rate is not above its gate and may still be repaired, in millionths, by date (A10). */
  readonly lowDays: Readonly<Record<string, number>>;
  /** What the park had set of each rule's thresholds when it was last judged; absent: nothing. */
  readonly thresholds: ThresholdSettings;
  /** Keys that only an edit of thresholds made breached, with how severe they are: nobody is told until they were clear. */
  readonly excused: Readonly<Record<string, AlertSeverity>>;
  /** Silence is counted from here after a time in which nothing was watched. */
  readonly awakeSince: Instant | null;
  /** When the slow rules were last judged. */
  readonly slowAt: Instant | null;
  /** Per rule the next instant at which it may find something else without new facts. */
  readonly dues: Readonly<Partial<Record<AlertRuleId, Instant>>>;
}

export const NO_MEMORY: RuleMemory = {
  references: {},
  grade: null,
  scores: [],
  rates: {},
  drops: {},
  live: {},
  counts: [],
  lowDays: {},
  thresholds: {},
  excused: {},
  awakeSince: null,
  slowAt: null,
  dues: {},
};
