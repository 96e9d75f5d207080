import type { Bilingual } from '@parkpulse/contracts';
import {
  type ActRefusal,
  type Alert,
  type AlertAct,
  type AlertBook,
  type Instant,
  decideAct,
  evolveAll,
  memoryAfterAccept,
} from '@parkpulse/domain';
import { type Actor, actorName, boundPark } from '../identity/actor.js';
import type { Clock, IdentityStore } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { AlertCommit, AlertRecord, AlertStore } from './ports.js';

export interface AlertPorts {
  readonly alerts: AlertStore;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

/** Acknowledges, comments, shelves, assigns or accepts an alert; every act is in the alert's log and in the audit. */
export async function actOnAlert(
  ports: AlertPorts,
  actor: Actor,
  id: string,
  act: AlertAct,
): Promise<AlertRecord | Refused> {
  const found = await alertFor(ports.alerts, actor, id);
  if ('kind' in found) return found;
  const [by, at] = [actorName(actor), ports.clock.now()];
  const outcome = await ports.alerts.act(id, (alert, book) => decide(alert, book, { act, by, at }));
  if (outcome === null) return refused('NOT_FOUND');
  if (outcome !== 'done') return refused(...REFUSALS[outcome]);
  await ports.identity.audit({
    at,
    actor: by,
    action: `alert.${act.kind}`,
    park: found.park,
    detail: { alert: id, ...act },
  });
  return (await ports.alerts.alert(id)) ?? refused('NOT_FOUND');
}

/** An alert an actor may see; one of another park does not exist for a token that is bound to its own. */
export async function alertFor(
  alerts: Pick<AlertStore, 'alert'>,
  actor: Actor,
  id: string,
): Promise<AlertRecord | Refused> {
  const record = await alerts.alert(id);
  const bound = boundPark(actor);
  const isHidden = record !== null && bound !== null && record.park !== null && record.park !== bound;
  return record === null || isHidden ? refused('NOT_FOUND', NO_SUCH_ALERT) : record;
}

interface ActAsked {
  readonly act: AlertAct;
  readonly by: string;
  readonly at: Instant;
}

function decide(
  alert: Alert,
  book: AlertBook,
  { act, by, at }: ActAsked,
): { readonly commit: AlertCommit | null; readonly result: ActRefusal | 'done' } {
  const outcome = decideAct(alert, act, by, at);
  if (outcome.kind === 'refused') return { commit: null, result: outcome.reason };
  const changed = evolveAll(alert, outcome.events) ?? alert;
  const memory = act.kind === 'accept' ? memoryAfterAccept(book.memory, alert) : book.memory;
  const alerts = book.alerts.map((one) => (one.id === alert.id ? changed : one));
  const commit = {
    changed: [changed],
    events: outcome.events,
    messages: [],
    timers: null,
    book: { ...book, memory, alerts },
  };
  return { commit, result: 'done' };
}

const NO_SUCH_ALERT: Bilingual = { zh: '没有这条告警', en: 'There is no such alert' };

const REFUSALS: Readonly<Record<ActRefusal, Parameters<typeof refused>>> = {
  resolved: ['ALERT_RESOLVED'],
  until_past: ['OUT_OF_RANGE', { zh: 'until 必须晚于现在', en: 'until must be later than now' }],
  until_too_far: [
    'OUT_OF_RANGE',
    { zh: '搁置最长 8 小时', en: 'an alert may be shelved for at most 8 hours' },
  ],
  not_acceptable: [
    'CONFLICT',
    { zh: '此类告警不能人工确认为新基准', en: 'this kind of alert cannot be accepted as the new normal' },
  ],
};
