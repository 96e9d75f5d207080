import type { Touch } from '@parkpulse/application';
import { type Fact, type Instant, momentOf } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';
import { seriesOf } from '../dictionary/seriesKeys.js';

/** A touch of the park with this number. */
export interface ParkTouch extends Touch {
  readonly park: number;
}

/** Gathers what the facts of a commit touch: one touch per park, kind and group. */
export class TouchCollector {
  private readonly touches = new Map<string, ParkTouch>();

  add(park: number, fact: Fact, knownAt: Instant): void {
    const { kind } = fact;
    const group = touchGroup(fact);
    const moment = momentOf(fact);
    const name = `${park} ${kind} ${group}`;
    const held = this.touches.get(name);
    // Most facts fall into the span that is touched already.
    if (held !== undefined && moment >= held.from && moment <= held.to && knownAt <= held.knownAt) return;
    this.touches.set(name, {
      park,
      kind,
      group,
      from: Math.min(moment, held?.from ?? moment),
      to: Math.max(moment, held?.to ?? moment),
      knownAt: Math.max(knownAt, held?.knownAt ?? knownAt),
    });
  }

  all(): readonly ParkTouch[] {
    return [...this.touches.values()];
  }
}

function touchGroup(fact: Fact): string {
  return fact.kind === 'reading' || fact.kind === 'submission' ? seriesOf(fact).group : '';
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
