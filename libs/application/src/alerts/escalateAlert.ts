import { type Alert, type AlertBook, type Instant, climbNow, isActive } from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import type { Code } from '@parkpulse/contracts';
import { type Refused, refuse } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import { type AlertPorts, alertFor } from './actOnAlert.js';
import type { AlertHistory } from './deskPorts.js';
import type { AlertCommit, AlertRecord, Outbox } from './ports.js';

type Outcome = 'done' | 'resolved' | 'top' | 'nobody';

/** Climbs to the next rung of the ladder now, with a reason: the messages are queued in the same transaction. */
export async function escalateAlert(
  ports: AlertPorts,
  actor: Actor,
  id: string,
  text: string,
): Promise<AlertRecord | Refused> {
  const found = await alertFor(ports.alerts, actor, id);
  if ('kind' in found) return found;
  const [by, at] = [actorName(actor), ports.clock.now()];
  const outcome = await ports.alerts.act<Outcome>(id, (alert, book) => climb(alert, book, { by, at, text }));
  if (outcome === null) return refused('NOT_FOUND');
  if (outcome !== 'done') return refuse(...REFUSALS[outcome]);
  await ports.identity.audit({
    at,
    actor: by,
    action: 'alert.escalate',
    park: found.park,
    detail: { alert: id, text },
  });
  return (await ports.alerts.alert(id)) ?? refused('NOT_FOUND');
}

const REFUSALS: Readonly<Record<Exclude<Outcome, 'done'>, readonly [Code, string, string]>> = {
  resolved: [
    'ALERT_RESOLVED',
    '告警未在触发状态，无需升级',
    'The alert is not firing: there is nothing to escalate',
  ],
  top: ['CONFLICT', '已升级到最高一级', 'It has been escalated to the highest rung'],
  nobody: [
    'CONFLICT',
    '没有渠道接收此告警的升级通知，请管理员先添加渠道',
    'No channel would be told; an administrator must add one first',
  ],
};

function climb(
  alert: Alert,
  book: AlertBook,
  { by, at, text }: { readonly by: string; readonly at: Instant; readonly text: string },
): { readonly commit: AlertCommit | null; readonly result: Outcome } {
  if (!isActive(alert)) return { commit: null, result: 'resolved' };
  const climbed = climbNow(book, alert, at);
  if (climbed === null) return { commit: null, result: 'top' };
  if (climbed.messages.length === 0) return { commit: null, result: 'nobody' };
  const said = { kind: 'commented', by, text, alert: alert.id, at } as const;
  const alerts = book.alerts.map((one) => (one.id === alert.id ? climbed.alert : one));
  return {
    commit: {
      changed: [climbed.alert],
      events: [said, ...climbed.events],
      messages: climbed.messages,
      timers: null,
      book: { ...book, alerts },
    },
    result: 'done',
  };
}

export interface ResendPorts extends AlertPorts {
  readonly alertHistory: Pick<AlertHistory, 'messages'>;
  readonly outbox: Pick<Outbox, 'resend'>;
}

/** Sends a message about an alert that failed again, under the same delivery id. */
export async function resendMessage(
  ports: ResendPorts,
  actor: Actor,
  id: string,
  message: string,
): Promise<AlertRecord | Refused> {
  const found = await alertFor(ports.alerts, actor, id);
  if ('kind' in found) return found;
  const held = (await ports.alertHistory.messages(id)).find((one) => one.id === message);
  if (held === undefined) return refused('NOT_FOUND');
  if (held.channel.isRemoved) return refuse('CONFLICT', '该渠道已删除', 'The channel has been removed');
  if (!(await ports.outbox.resend(message)))
    return refuse('CONFLICT', '只能重发已失败的消息', 'Only what has failed can be sent again');
  const at = ports.clock.now();
  const detail = { alert: id, message, channel: held.channel.id };
  await ports.identity.audit({
    at,
    actor: actorName(actor),
    action: 'alert.resend',
    park: found.park,
    detail,
  });
  return found;
}
