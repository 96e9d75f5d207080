import type { Instant } from '../telemetry/facts.js';
import { type Alert, isActive } from './alert.js';
import type { AlertChange, AlertEvent } from './alertEvent.js';
import type { AlertBook, GroupState, NoticeState } from './book.js';
import { evolveAlert } from './evolve.js';
import { type AlertMessage, type MessageLine, type OutgoingMessage, owedStatus, toLine } from './message.js';
import { type NoticeChannel, takes } from './noticePolicy.js';
import { endOfHours, isWithinHours, onDutyAt } from './onDuty.js';
import { ALERT_RULES } from './ruleCatalogue.js';
import { highestSeverity } from './severity.js';

/** The notices of one decision as they are being made: alerts as they change, and what goes out. */
export class NoticeRun {
  readonly events: AlertEvent[] = [];
  readonly messages: OutgoingMessage[] = [];
  readonly groups: Map<string, GroupState>;
  private readonly byId: Map<string, Alert>;

  constructor(
    readonly book: AlertBook,
    alerts: readonly Alert[],
    readonly now: Instant,
  ) {
    this.byId = new Map(alerts.map((alert) => [alert.id, alert]));
    this.groups = new Map(Object.entries(book.notices.groups));
  }

  get alerts(): readonly Alert[] {
    return [...this.byId.values()];
  }

  /** Adds what happened to an alert. */
  note(alert: Alert, change: AlertChange): void {
    const event = { ...change, alert: alert.id, at: this.now } as AlertEvent;
    this.events.push(event);
    this.byId.set(alert.id, evolveAlert(this.byId.get(alert.id) ?? alert, event));
  }

  alertsOf(group: string): readonly Alert[] {
    return this.alerts.filter((alert) => alert.group === group);
  }

  /** Whether only alarms are told now. */
  get isQuiet(): boolean {
    return this.book.policy.quietNotices && this.isNight;
  }

  /** Whether only alarms climb the ladder now. */
  get isNight(): boolean {
    const { quietHours } = this.book.policy;
    return quietHours !== null && isWithinHours(quietHours, this.now, this.book.zone);
  }

  /** When the quiet hours that are on now end. */
  get quietEnd(): Instant {
    const { quietHours } = this.book.policy;
    return quietHours === null ? this.now : endOfHours(quietHours, this.now, this.book.zone);
  }

  /** Sends a message to a channel and notes what the channel knows from then on. */
  send(
    channel: NoticeChannel,
    outgoing: Pick<AlertMessage, 'kind' | 'group' | 'step' | 'lines'> &
      Partial<Pick<AlertMessage, 'severity' | 'silence'>>,
  ): void {
    const { park, zone, shifts } = this.book;
    const shift = onDutyAt(shifts, this.now, zone);
    const onDuty = shift === null ? null : { person: shift.person, mobile: shift.mobile };
    const severity = highestSeverity(outgoing.lines.map((line) => line.severity));
    const message = { severity, ...outgoing, park, zone, at: this.now, onDuty, figures: null };
    this.messages.push({ channel: channel.id, message });
    for (const line of outgoing.lines) this.tell(channel, line);
  }

  private tell(channel: NoticeChannel, { alert: id, status, transition }: MessageLine): void {
    const alert = this.byId.get(id);
    if (alert === undefined || status === 'context') return;
    const known = status === 'resolved' || status === 'merged' ? 'resolved' : 'firing';
    this.note(alert, {
      kind: 'told',
      channel: channel.id,
      told: { transition, status: known, at: this.now },
    });
  }
}

/** What a channel is owed of a group's alerts. */
export function owedLines(alerts: readonly Alert[], channel: NoticeChannel): readonly MessageLine[] {
  return alerts.flatMap((alert) => {
    const status = owedStatus(alert, channel.id);
    if (status === null || (status !== 'resolved' && !isFor(alert, channel))) return [];
    return [toLine(alert, status)];
  });
}

/** Tells whether a channel is among those told of an alert first. */
export function isFor(alert: Alert, channel: NoticeChannel): boolean {
  return channel.step === 0 && takes(channel, alert.severity, ALERT_RULES[alert.key.rule].audience);
}

/** Tells whether anybody is owed anything about an alert. */
export function isOwed(alert: Alert, channels: readonly NoticeChannel[]): boolean {
  return channels.some((channel) => owedLines([alert], channel).length > 0);
}

/** Names the root cause among a group's lines, told before or not, so that the others read as its consequence. */
export function withRoots(lines: readonly MessageLine[], alerts: readonly Alert[]): readonly MessageLine[] {
  const present = new Set(lines.map(({ alert }) => alert));
  const roots = new Set(lines.flatMap(({ root }) => (root === null || present.has(root) ? [] : [root])));
  const context = alerts
    .filter((alert) => roots.has(alert.id) && isActive(alert))
    .map((alert) => toLine(alert, 'context'));
  return [...context, ...lines];
}

/** The state of a group that nothing is known of yet. */
export const NEW_GROUP: GroupState = { owedSince: null, lastSentAt: null };

/** Whether a park is in a storm, and since when, from how many alerts fired lately. */
export function stormAfter(
  state: NoticeState,
  fired: readonly Instant[],
  book: AlertBook,
  now: Instant,
): NoticeState['storm'] {
  const { above, until } = book.policy.storm;
  if (state.storm === null) return fired.length > above ? { since: now, lastSentAt: null } : null;
  return fired.length < until ? null : state.storm;
}
