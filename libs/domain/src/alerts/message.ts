import type { Points } from '../assessment/scoring.js';
import type { Instant } from '../telemetry/facts.js';
import { type Alert, type AlertEvidence, type AlertKey, type Told, isActive } from './alert.js';
import { type AlertSeverity, highestSeverity } from './severity.js';
import type { Silence } from './suppression.js';

/** The kinds of messages. */
export const MESSAGE_KINDS = [
  'notice',
  'repeat',
  'escalation',
  'storm',
  'silence',
  'digest',
  'test',
] as const;
/**
 * Why a message is sent: something to tell (`notice`), the same again (`repeat`), nobody has acknowledged
 * (`escalation`), many at once (`storm`), a silence is about to end (`silence`), a day or a week in review (`digest`),
 * a trial (`test`).
 */
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** A silence or window that is about to end. */
export interface SilenceNote extends Omit<Silence, 'matcher'> {
  /** What it keeps back now and what will be told when it ends. */
  readonly muted: readonly Pick<MessageLine, 'alert' | 'key' | 'severity'>[];
}

/** One alert in a message; the same fields go to every channel, whatever it makes of them. */
export interface MessageLine {
  readonly alert: string;
  readonly key: AlertKey;
  /** `updated`: told before, now worse or no longer muted; `merged`: fired and resolved before anybody was told; `context`: told before, named as the cause of the others. */
  readonly status: 'firing' | 'updated' | 'resolved' | 'merged' | 'context';
  readonly transition: number;
  readonly severity: AlertSeverity;
  readonly evidence: AlertEvidence;
  readonly since: Instant;
  readonly firedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly resolution: Alert['resolution'];
  /** The alert that caused it. */
  readonly root: string | null;
  readonly assignee: string | null;
}

/** Figures of a day or a week in review. */
export interface DigestFigures {
  readonly period: 'day' | 'week';
  readonly from: Instant;
  readonly to: Instant;
  readonly zFrom: Points | null;
  readonly zTo: Points | null;
  readonly fired: number;
  readonly resolved: number;
  readonly open: number;
  /** Indicators that moved, the largest effect first. */
  readonly moved: readonly {
    readonly indicator: string;
    readonly from: string;
    readonly to: string;
    readonly points: Points;
  }[];
}

export interface AlertMessage {
  readonly kind: MessageKind;
  readonly park: { readonly id: string; readonly name: string } | null;
  readonly zone: string;
  readonly at: Instant;
  /** What keeps messages about the same thing in order. */
  readonly group: string;
  readonly severity: AlertSeverity;
  /** Rung of the escalation ladder; 0 for what is told first. */
  readonly step: number;
  readonly lines: readonly MessageLine[];
  /** Whom to call. */
  readonly onDuty: { readonly person: string; readonly mobile: string | null } | null;
  readonly figures: DigestFigures | null;
  /** Of a message of kind `silence`. */
  readonly silence?: SilenceNote;
}

/** A message for one channel, to be stored in the transaction that decided it. */
export interface OutgoingMessage {
  readonly channel: string;
  readonly message: AlertMessage;
}

/** Writes an alert as a line of a message. */
export function toLine(alert: Alert, status: MessageLine['status']): MessageLine {
  const { id, key, transition, severity, evidence, since, firedAt, resolvedAt, resolution, root, assignee } =
    alert;
  return {
    alert: id,
    key,
    status,
    transition,
    severity,
    evidence,
    since,
    firedAt,
    resolvedAt,
    resolution,
    root,
    assignee,
  };
}

/** What a channel is to be told of an alert, given what it knows; null for nothing. */
export function owedStatus(alert: Alert, channel: string): MessageLine['status'] | null {
  const told = alert.told[channel] ?? null;
  return isActive(alert) ? owedOfActive(alert, told) : owedOfEnded(alert, told);
}

function owedOfActive({ suppressed, transition }: Alert, told: Told | null): MessageLine['status'] | null {
  if (suppressed !== null) return null;
  if (told === null || told.status === 'resolved') return 'firing';
  return told.transition < transition ? 'updated' : null;
}

// Nobody hears of what came and went while it was muted, or before it had fired at all.
function owedOfEnded({ phase, firedAt, suppressed }: Alert, told: Told | null): MessageLine['status'] | null {
  if (phase !== 'resolved' || firedAt === null) return null;
  if (told !== null) return told.status === 'firing' ? 'resolved' : null;
  return suppressed === null ? 'merged' : null;
}

/**
 * Merges messages of one group that wait for the same channel into the newest, so that what fired and what resolved it
 * arrive as one ("fired 10:02, resolved 10:05"). The oldest comes first.
 */
export function mergeMessages(messages: readonly AlertMessage[]): AlertMessage | null {
  const newest = messages.at(-1);
  if (newest === undefined) return null;
  const lines = new Map<string, MessageLine>();
  for (const { lines: own } of messages) {
    for (const line of own) lines.set(line.alert, mergeLines(lines.get(line.alert), line));
  }
  const merged = [...lines.values()];
  const kind = messages.every((message) => message.kind === newest.kind) ? newest.kind : 'notice';
  return {
    ...newest,
    kind,
    lines: merged,
    severity: highestSeverity(merged.map(({ severity }) => severity)),
  };
}

function mergeLines(older: MessageLine | undefined, newer: MessageLine): MessageLine {
  if (older === undefined) return newer;
  if (newer.status === 'context') return older;
  const wasTold = older.status === 'firing' || older.status === 'merged';
  if (newer.status === 'resolved' && wasTold) return { ...newer, status: 'merged' };
  return newer.status === 'updated' && wasTold ? { ...newer, status: 'firing' } : newer;
}
