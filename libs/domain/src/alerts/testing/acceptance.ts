import type { Level } from '../../kernel/level.js';
import type { ClauseId, IndicatorId } from '../../standard/ids.js';
import type { AlertMessage, MessageLine } from '../message.js';
import type { AlertAct } from '../acts.js';
import type { Silence } from '../suppression.js';
import type { NoticeChannel } from '../noticePolicy.js';
import { AlertBench, START, type Sent, allAt } from './alertBench.js';

/**
 * Reads an acceptance table in the manner of Alertmanager's: at a time something happens, between two times a message is
 * wanted, and nothing else may be sent. Times count from 10:00 on a Tuesday in Shanghai.
 *
 *     channel boss alarm step=2
 *     quiet notices
 *     at 0s fall I10 S3
 *     at 1h ack I10
 *     want 10s-11s robot notice I10:firing
 */
export function runTable(text: string): {
  readonly missing: readonly string[];
  readonly unwanted: readonly string[];
} {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const channels = lines.filter((line) => line.startsWith('channel ')).map(toChannel);
  const policy = { quietNotices: lines.includes('quiet notices') };
  const setup = channels.length > 0 ? { channels, policy } : { policy };
  const bench = allAt(new AlertBench(setup), START - 86_400_000, 'S4');
  bench.run(START - 1);
  for (const line of lines.filter((one) => one.startsWith('at '))) perform(bench, line);
  const end = lines.find((line) => line.startsWith('end '))?.split(' ')[1] ?? '1h';
  bench.live(START + duration(end));
  return compare(
    bench.sent,
    lines.filter((line) => line.startsWith('want ')),
  );
}

function toChannel(line: string): NoticeChannel {
  const [, id = '', minSeverity = 'reminder', ...options] = line.split(' ');
  const step = Number(options.find((option) => option.startsWith('step='))?.slice(5) ?? 0);
  return { id, minSeverity: minSeverity as NoticeChannel['minSeverity'], step, audience: 'all' };
}

type Words = readonly string[];

function perform(bench: AlertBench, line: string): void {
  const [, time = '', verb = '', subject = '', ...rest] = line.split(' ');
  const at = START + duration(time);
  const act = VERBS[verb];
  if (act === undefined) throw new Error(`no such verb: ${verb}`);
  act(bench, at, [subject, ...rest]);
}

const VERBS: Readonly<Record<string, (bench: AlertBench, at: number, words: Words) => void>> = {
  fall: moveLevel,
  rise: moveLevel,
  rule: (bench, at, [indicator, level]) =>
    bench.level(at, indicator as IndicatorId, level as Level, { cause: 'rule' }),
  silence: (bench, at, words) => mute(bench, at, 'silence', words),
  maintain: (bench, at, words) => mute(bench, at, 'maintenance', words),
  ack: (bench, at, [subject = '']) => actOn(bench, at, subject, { kind: 'acknowledge', text: null }),
  shelve: (bench, at, [subject = '', until = '1h']) =>
    actOn(bench, at, subject, { kind: 'shelve', reason: '在修', until: START + duration(until) }),
};

function moveLevel(bench: AlertBench, at: number, [indicator, level, ...clauses]: Words): void {
  bench.level(at, indicator as IndicatorId, level as Level, { clauses: clauses as ClauseId[] });
}

function mute(
  bench: AlertBench,
  at: number,
  kind: Silence['kind'],
  [subject = '', until = '1h']: Words,
): void {
  const matcher = { indicators: [subject as IndicatorId] };
  bench.silence({
    id: `s-${subject}`,
    kind,
    matcher,
    by: 'duty',
    reason: '检修',
    from: at,
    to: START + duration(until),
  });
}

function actOn(bench: AlertBench, at: number, subject: string, act: AlertAct): void {
  bench.live(at);
  const alert = bench.book.alerts.find(({ key }) => key.indicator === subject);
  if (alert === undefined) throw new Error(`nothing is open for ${subject}`);
  bench.act(alert.id, act, at);
  // The store wakes the park after an act.
  bench.run(at + 1);
}

/** `90s`, `5m`, `1h`, `2d`, or sums of them such as `1h30m`. */
function duration(text: string): number {
  const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  if (parts.length === 0) throw new Error(`not a duration: ${text}`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
}

function compare(sent: readonly Sent[], wants: readonly string[]) {
  const left = sent.map(({ at, channel, message }) => ({
    at: at - START,
    text: `${channel} ${describeMessage(message)}`,
  }));
  const missing: string[] = [];
  for (const want of wants) {
    const [, span = '', ...rest] = want.split(' ');
    const [from = '0s', to = from] = span.split('-');
    const text = rest.join(' ');
    const index = left.findIndex(
      (one) => one.text === text && one.at >= duration(from) && one.at <= duration(to),
    );
    if (index < 0) missing.push(want);
    else left.splice(index, 1);
  }
  return { missing, unwanted: left.map(({ at, text }) => `${at / 1000}s ${text}`) };
}

function describeMessage({ kind, step, lines, silence }: AlertMessage): string {
  const muted = silence?.muted.map((line) => `${subjectOf(line)}:muted`) ?? [];
  const names = [...lines.map((line) => `${subjectOf(line)}:${line.status}`), ...muted].sort();
  return `${kind}${step > 0 ? `#${step}` : ''} ${names.join(' ')}`.trim();
}

function subjectOf({ key }: Pick<MessageLine, 'key'>): string {
  return key.indicator ?? key.rule;
}
