import { type Alert as AlertAnswer, toTimeText } from '@parkpulse/contracts';
import { type Instant, pointsText } from '@parkpulse/domain';
import type { Actor } from '../identity/actor.js';
import type { AlertRecord } from './ports.js';

const time = (at: Instant | null): string | null => (at === null ? null : toTimeText(at));

/**
 * Writes an alert as the API, the live push and `park.alerts` give it (CONTRACT 4). An alert on the system itself concerns
 * every park, and is given under the park that was asked for.
 */
export function alertAnswer(record: AlertRecord, askedPark: string) {
  const { id, key, park, severity, phase, sight, since, evidence, shelf, acknowledged, comments } = record;
  const { firedAt, resolvedAt, resolution, assignee, suppressed, root, transition, escalated } = record;
  return {
    id,
    rule: key.rule,
    park: park ?? askedPark,
    indicator: key.indicator,
    severity,
    state: phase,
    since: toTimeText(since),
    from: evidence.from,
    to: evidence.to,
    points: evidence.points === null ? null : pointsText(evidence.points),
    cause: evidence.cause,
    acknowledged: acknowledged === null ? null : { by: acknowledged.by, at: toTimeText(acknowledged.at) },
    shelvedUntil: time(shelf?.until ?? null),
    comments: comments.map(({ by, at, text }) => ({ by, at: toTimeText(at), text })),
    scope: key.scope,
    sight,
    firedAt: time(firedAt),
    resolvedAt: time(resolvedAt),
    resolution,
    assignee,
    suppressed,
    causedBy: root,
    transition,
    escalated,
    ...evidenceAnswer(record),
  } satisfies AlertAnswer & Readonly<Record<string, unknown>>;
}

/** An alert as somebody may see it: a wall hangs where visitors pass, so it gets no names of persons and nothing they wrote. */
export function alertAnswerFor(actor: Actor, record: AlertRecord, askedPark: string) {
  const answer = alertAnswer(record, askedPark);
  if (actor.kind !== 'wall') return answer;
  const acknowledged = answer.acknowledged === null ? null : { ...answer.acknowledged, by: '' };
  return { ...answer, acknowledged, assignee: null, comments: [] };
}

function evidenceAnswer({ evidence }: AlertRecord) {
  const { measure, observed, required, gradeLost, members, clauses, sources, stage, z } = evidence;
  return {
    measure,
    observed,
    required,
    gradeLost,
    members,
    clauses,
    sources,
    stage,
    z: z === null ? null : { before: pointsText(z.before), after: pointsText(z.after) },
  };
}
