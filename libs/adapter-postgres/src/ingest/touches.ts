import type { Touch } from '@parkpulse/application';
import { type Fact, type Instant, momentOf } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';
import { groupOf } from '../dictionary/seriesKeys.js';

/** A touch of the park with this number. */
export interface ParkTouch extends Touch {
  readonly park: number;
}

interface Span {
  readonly park: number;
  readonly fact: Fact;
  from: Instant;
  to: Instant;
  knownAt: Instant;
}

/** Gathers what the facts of a commit touch. */
export class TouchCollector {
  private readonly spans = new Map<number, Span>();
  private readonly firstMoments = new Map<number, Instant>();

  /** Notes a fact of a series; all facts of one series are of one kind and group. */
  add(series: number, park: number, fact: Fact, knownAt: Instant): void {
    const moment = momentOf(fact);
    const span = this.spans.get(series);
    if (span === undefined) {
      this.spans.set(series, { park, fact, from: moment, to: moment, knownAt });
      return;
    }
    if (moment < span.from) span.from = moment;
    if (moment > span.to) span.to = moment;
    if (knownAt > span.knownAt) span.knownAt = knownAt;
  }

  /** One touch per park, kind and group. */
  all(): readonly ParkTouch[] {
    const touches = new Map<string, ParkTouch>();
    for (const { park, fact, from, to, knownAt } of this.spans.values()) {
      const { kind } = fact;
      const group = kind === 'reading' || kind === 'submission' ? groupOf(fact) : '';
      const name = `${park} ${kind} ${group}`;
      const touch = { park, kind, group, from, to, knownAt };
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
