import {
  type AlertMessage,
  type MessageLine,
  type TextContext,
  lineFacts,
  lineTitle,
  messageTitle,
} from '@parkpulse/domain';
import { judgeAnswer } from '../http/judgeAnswer.js';
import { postJson } from '../http/postJson.js';
import type { Sender } from './sender.js';
import { signedHeaders } from './webhook.js';

const NEVER = '0001-01-01T00:00:00Z';

/** What Prometheus Alertmanager would post to a webhook receiver (version 4), so that existing receivers understand it. */
export const sendAlertmanager: Sender = async (sending) => {
  const { clearance, message, context, target, delivery } = sending;
  const body = JSON.stringify(toAlertmanager(message, context, target.name));
  const answer = await postJson({ clearance, headers: signedHeaders(sending, body), body });
  return judgeAnswer(answer, delivery.attempt, null);
};

/** Writes a message in Alertmanager's format. */
export function toAlertmanager(message: AlertMessage, context: TextContext, receiver: string) {
  const alerts = message.lines.map((line) => toAlert(line, message, context));
  const park = message.park?.id ?? 'system';
  return {
    version: '4',
    groupKey: `${park}:${message.group}`,
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver,
    groupLabels: { park },
    commonLabels: { park },
    // What is about no alert of its own (the end of a silence) is said here.
    commonAnnotations: message.silence === undefined ? {} : { summary: messageTitle(message, context) },
    externalURL: context.linkOf('') ?? '',
    alerts,
  };
}

function toAlert(line: MessageLine, message: AlertMessage, context: TextContext) {
  const { alert, status, since, resolvedAt } = line;
  const endedAt = status === 'resolved' || status === 'merged' ? resolvedAt : null;
  return {
    status: endedAt === null ? 'firing' : 'resolved',
    labels: labelsOf(line, message),
    annotations: {
      summary: lineTitle(line, context),
      description: lineFacts(line, message, context).join('\n'),
    },
    startsAt: new Date(since).toISOString(),
    endsAt: endedAt === null ? NEVER : new Date(endedAt).toISOString(),
    generatorURL: context.linkOf(alert) ?? '',
    fingerprint: alert,
  };
}

// Alertmanager knows no empty label: what is not there is left out.
function labelsOf(
  { key, severity, evidence }: MessageLine,
  { park }: AlertMessage,
): Readonly<Record<string, string>> {
  const labels = {
    alertname: key.rule,
    severity,
    park: park?.id ?? 'system',
    indicator: key.indicator,
    scope: key.scope,
    cause: evidence.cause,
  };
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''),
  );
}
