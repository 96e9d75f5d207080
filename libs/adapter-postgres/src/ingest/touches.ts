import type { Touch } from '@parkpulse/application';
import { type Fact, type Instant, momentOf } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { CopyRows } from '../driver/copy.js';
import { type Sql, type Transaction, statement } from '../driver/database.js';
import { groupOf } from '../dictionary/seriesKeys.js';

/** A touch of the park with this number. */
export interface ParkTouch extends Touch {
  readonly park: number;
}

/** Gathers what the facts of a commit touch. */
export class TouchCollector {
  private readonly spans = new Map<number, Mutable<ParkTouch>>();
  private readonly firstMoments = new Map<number, Instant>();

  /** Notes a fact of a series; all facts of one series are of one kind and group. */
  addFact(series: number, park: number, fact: Fact, knownAt: Instant): void {
    const at = momentOf(fact);
    this.add(series, { park, kind: fact.kind, group: touchGroupOf(fact), from: at, to: at, knownAt });
  }

  /** Notes facts of a series over a span of moments. */
  add(series: number, touch: ParkTouch): void {
    const span = this.spans.get(series);
    if (span === undefined) {
      this.spans.set(series, { ...touch });
      return;
    }
    if (touch.from < span.from) span.from = touch.from;
    if (touch.to > span.to) span.to = touch.to;
    if (touch.knownAt > span.knownAt) span.knownAt = touch.knownAt;
  }

  /** One touch per park, kind and group. */
  all(): readonly ParkTouch[] {
    const touches = new Map<string, ParkTouch>();
    for (const touch of this.spans.values()) {
      const name = `${touch.park} ${touch.kind} ${touch.group}`;
      const held = touches.get(name);
      touches.set(name, held === undefined ? touch : { ...touch, ...mergedSpan(held, touch) });
    }
    return [...touches.values()];
  }

  /** The earliest moment any fact of the park speaks about. */
  firstMoment(park: number): Instant | null {
    if (this.firstMoments.size === 0) {
      for (const span of this.spans.values()) {
        this.firstMoments.set(span.park, Math.min(span.from, this.firstMoments.get(span.park) ?? Infinity));
      }
    }
    return this.firstMoments.get(park) ?? null;
  }
}

/** The group a fact touches: its measure or kind of submission; states, transmissions and the register are touched whole. */
export function touchGroupOf(fact: Fact): string {
  return fact.kind === 'reading' || fact.kind === 'submission' ? groupOf(fact) : '';
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** The span and newest knowledge of two touches together. */
export function mergedSpan(
  a: Pick<Touch, 'from' | 'to' | 'knownAt'>,
  b: Pick<Touch, 'from' | 'to' | 'knownAt'>,
) {
  return {
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    knownAt: Math.max(a.knownAt, b.knownAt),
  };
}

const ADD_TOUCHES = statement(
  'add-touches',
  `INSERT INTO park_touch (park, kind, "group", moment_from, moment_to, known_at)
   SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])`,
);

/** Marks parks as touched, so that they are assessed. */
export async function addTouches(sql: Sql, touches: readonly ParkTouch[]): Promise<void> {
  if (touches.length === 0) return;
  await sql.rows(ADD_TOUCHES, [
    touches.map(({ park }) => park),
    touches.map(({ kind }) => kind),
    touches.map(({ group }) => group),
    touches.map(({ from }) => fromInstant(from)),
    touches.map(({ to }) => fromInstant(to)),
    touches.map(({ knownAt }) => fromInstant(knownAt)),
  ]);
}

const COPY_TOUCHES = `COPY park_touch (park, kind, "group", moment_from, moment_to, known_at, commit)
  FROM STDIN (FORMAT binary)`;
const TOUCH_BYTES = 128;

/** As `addTouches`, for the many that a batch leaves, with the number of its first event. */
export async function copyTouches(
  transaction: Transaction,
  touches: readonly ParkTouch[],
  commit: number,
): Promise<void> {
  if (touches.length === 0) return;
  const rows = new CopyRows(TOUCH_BYTES * touches.length);
  for (const { park, kind, group, from, to, knownAt } of touches) {
    rows.row(7);
    rows.int4(park);
    rows.text(kind);
    rows.text(group);
    rows.instant(from);
    rows.instant(to);
    rows.instant(knownAt);
    rows.int8(commit);
  }
  await transaction.copy(COPY_TOUCHES, rows);
}
