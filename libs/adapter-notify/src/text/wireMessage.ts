import {
  type AlertEvidence,
  type AlertMessage,
  type MessageLine,
  type Points,
  type TextContext,
  lineTitle,
  messageTitle,
  pointsText,
} from '@parkpulse/domain';

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const points = (value: Points | null): string | null => (value === null ? null : pointsText(value));

/** The body of a webhook: what happened, as data. Times are UTC, numbers exact decimal texts. */
export function toWire(message: AlertMessage, context: TextContext, delivery: string) {
  const { kind, park, at, severity, step, onDuty, figures, silence = null } = message;
  return {
    specversion: 'parkpulse.notice.v1',
    delivery,
    kind,
    park,
    at: time(at),
    severity,
    step,
    title: {
      zh: messageTitle(message, { ...context, language: 'zh' }),
      en: messageTitle(message, { ...context, language: 'en' }),
    },
    onDuty,
    figures:
      figures === null
        ? null
        : {
            ...figures,
            from: time(figures.from),
            to: time(figures.to),
            zFrom: points(figures.zFrom),
            zTo: points(figures.zTo),
            moved: figures.moved.map((move) => ({ ...move, points: pointsText(move.points) })),
          },
    silence: silence === null ? null : { ...silence, from: time(silence.from), to: time(silence.to) },
    alerts: message.lines.map((line) => lineToWire(line, context)),
  };
}

function lineToWire(line: MessageLine, context: TextContext) {
  const { alert, key, status, transition, severity, resolution, root, assignee } = line;
  return {
    id: alert,
    rule: key.rule,
    indicator: key.indicator,
    scope: key.scope,
    status,
    transition,
    severity,
    ...evidenceToWire(line.evidence),
    since: time(line.since),
    firedAt: time(line.firedAt),
    resolvedAt: time(line.resolvedAt),
    resolution,
    causedBy: root,
    owner: assignee,
    text: {
      zh: lineTitle(line, { ...context, language: 'zh' }),
      en: lineTitle(line, { ...context, language: 'en' }),
    },
    link: context.linkOf(alert),
  };
}

function evidenceToWire(evidence: AlertEvidence) {
  const { from, to, cause, measure, observed, required, gradeLost, members, clauses, z } = evidence;
  return {
    from,
    to,
    points: points(evidence.points),
    cause,
    measure,
    observed,
    required,
    z: z === null ? null : { before: pointsText(z.before), after: pointsText(z.after) },
    gradeLost,
    members,
    clauses,
  };
}
