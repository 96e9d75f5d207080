import { pointsText } from '../assessment/scoring.js';
import type { BilingualText } from '../standard/types.js';
import type { Cause } from '../assessment/rows.js';
import type { Instant } from '../telemetry/facts.js';
import type { AlertMessage, MessageLine } from './message.js';
import { ALERT_RULES } from './ruleCatalogue.js';
import { silenceLines, silenceTitle } from './silenceText.js';
import {
  type MessageLanguage,
  SEVERITY_WORDS,
  type TextContext,
  localTime,
  subjectText,
  word,
} from './textParts.js';

export { type MessageLanguage, type TextContext, localTime } from './textParts.js';

const CAUSE: Readonly<Record<Cause, BilingualText>> = {
  value: { zh: '数值变化', en: 'value' },
  denominator: { zh: '分母变化', en: 'denominator' },
  staleness: { zh: '数据过期', en: 'stale data' },
  registry: { zh: '登记变更', en: 'register' },
  attestation: { zh: '佐证变化', en: 'attestation' },
  rule: { zh: '口径变更', en: 'measure definition' },
  restatement: { zh: '修订重算', en: 'restatement' },
};

const RESOLVED: Readonly<Record<NonNullable<MessageLine['resolution']>, BilingualText>> = {
  recovered: { zh: '已恢复', en: 'recovered' },
  rule: { zh: '因口径变更解除', en: 'ended by another measure definition' },
  settled: { zh: '不再下降，未恢复', en: 'no longer falling, not recovered' },
  accepted: { zh: '已人工确认为新基准', en: 'accepted as the new normal' },
  withdrawn: { zh: '未成立', en: 'did not hold' },
};

const KIND: Readonly<Record<AlertMessage['kind'], BilingualText | null>> = {
  notice: null,
  repeat: { zh: '仍未恢复', en: 'still open' },
  escalation: { zh: '无人确认，升级', en: 'not acknowledged, escalated' },
  storm: { zh: '告警汇总', en: 'many alerts' },
  silence: null,
  digest: { zh: '简报', en: 'digest' },
  test: { zh: '测试', en: 'test' },
};

/** Members named one by one; the rest are counted. */
const MEMBERS_NAMED = 10;

/** One line that says it all: severity, park, what fell from where to where, at what cost. */
export function messageTitle(message: AlertMessage, context: TextContext): string {
  const { language } = context;
  const head = `[${isOver(message) ? word({ zh: '恢复', en: 'RESOLVED' }, language) : word(SEVERITY_WORDS[message.severity], language)}]`;
  const park = message.park?.name ?? word({ zh: '系统', en: 'System' }, language);
  const kind = KIND[message.kind];
  const what = subjectOf(message, context);
  return [head, park, ...(kind === null ? [] : [word(kind, language)]), what]
    .filter((part) => part !== '')
    .join(' ');
}

/** The whole message as lines of plain text. */
export function messageBody(message: AlertMessage, context: TextContext): readonly string[] {
  const figures = message.figures === null ? [] : figureLines(message, context);
  const silence = message.silence === undefined ? [] : silenceLines(message.silence, message.zone, context);
  const lines = message.lines.flatMap((line) => [
    lineTitle(line, context),
    ...lineFacts(line, message, context),
  ]);
  return [...figures, ...silence, ...lines, ...dutyLine(message, context)];
}

/** One alert in one line: state, what, from → to, points. */
export function lineTitle(line: MessageLine, context: TextContext): string {
  const { language } = context;
  const { key, evidence, severity } = line;
  const change =
    evidence.from === null && evidence.to === null ? '' : `${evidence.from ?? '–'} → ${evidence.to ?? '–'}`;
  const points =
    evidence.points === null
      ? ''
      : `${pointsText(evidence.points)} ${word({ zh: '分', en: 'points' }, language)}`;
  const rule = key.indicator === null ? key.rule : `${key.rule} ${word(ALERT_RULES[key.rule], language)}`;
  const parts = [
    `[${word(SEVERITY_WORDS[severity], language)}]`,
    subjectText(line, context),
    change,
    points,
    `(${rule})`,
    statusText(line, language),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** What the decision needs: observed against required, Z before and after, since when, why, who, where to look. */
export function lineFacts(
  line: MessageLine,
  { zone, lines }: AlertMessage,
  { language, linkOf }: TextContext,
): readonly string[] {
  const { evidence, since, firedAt, resolvedAt, root, assignee } = line;
  const fact = (name: BilingualText, text: string | null): readonly string[] =>
    text === null ? [] : [`${word(name, language)}: ${text}`];
  const time = (at: Instant | null): string | null => (at === null ? null : localTime(at, zone));
  const z = evidence.z === null ? null : `${pointsText(evidence.z.before)} → ${pointsText(evidence.z.after)}`;
  const required = evidence.required === null ? null : `${evidence.observed ?? '–'} / ${evidence.required}`;
  const cause = evidence.cause === null ? null : word(CAUSE[evidence.cause], language);
  const rootLine = lines.find(({ alert }) => alert === root);
  return [
    ...fact({ zh: '实测/要求', en: 'Observed/required' }, required),
    ...fact({ zh: '综合得分', en: 'Z' }, z),
    ...fact(
      { zh: '评价结论降级', en: 'Grade lost' },
      evidence.gradeLost ? word({ zh: '是', en: 'yes' }, language) : null,
    ),
    ...fact({ zh: '起始', en: 'Since' }, time(since)),
    ...fact({ zh: '触发', en: 'Fired' }, time(firedAt)),
    ...fact({ zh: '恢复', en: 'Resolved' }, time(resolvedAt)),
    ...fact({ zh: '原因', en: 'Cause' }, cause),
    ...fact(
      { zh: '根因', en: 'Caused by' },
      rootLine === undefined ? null : `${rootLine.key.indicator ?? rootLine.key.rule}`,
    ),
    ...fact({ zh: '涉及', en: 'Concerns' }, membersText(evidence.members, language)),
    ...fact(
      { zh: '条款', en: 'Clauses' },
      evidence.clauses.length === 0 ? null : evidence.clauses.join(', '),
    ),
    ...fact({ zh: '负责人', en: 'Owner' }, assignee),
    ...fact({ zh: '详情', en: 'Details' }, linkOf(line.alert)),
  ];
}

function subjectOf(message: AlertMessage, context: TextContext): string {
  const { language } = context;
  const told = message.lines.filter(({ status }) => status !== 'context');
  const [first] = told;
  if (message.silence !== undefined) return silenceTitle(message.silence, message.zone, language);
  if (message.kind === 'digest')
    return localTime(message.figures?.to ?? message.at, message.zone).slice(0, 10);
  if (first === undefined) return '';
  if (told.length === 1) return lineTitle(first, context);
  const count = `${told.length} ${word({ zh: '项', en: 'alerts' }, language)}`;
  const root = message.lines.find(({ alert }) => told.some((line) => line.root === alert));
  return root === undefined
    ? count
    : `${count}, ${word({ zh: '根因', en: 'caused by' }, language)} ${lineTitle(root, context)}`;
}

function isOver({ lines }: AlertMessage): boolean {
  const told = lines.filter(({ status }) => status !== 'context');
  return told.length > 0 && told.every(({ status }) => status === 'resolved' || status === 'merged');
}

function statusText({ status, resolution }: MessageLine, language: MessageLanguage): string {
  switch (status) {
    case 'firing':
      return '';
    case 'updated':
      return word({ zh: '（更新）', en: '(updated)' }, language);
    case 'context':
      return word({ zh: '（已告知）', en: '(told before)' }, language);
    case 'resolved':
    case 'merged':
      return word(RESOLVED[resolution ?? 'recovered'], language);
  }
}

function membersText(members: readonly string[], language: MessageLanguage): string | null {
  if (members.length === 0) return null;
  const named = members.slice(0, MEMBERS_NAMED).join(', ');
  const rest = members.length - MEMBERS_NAMED;
  return rest > 0
    ? `${named} ${word({ zh: `等 ${members.length} 个`, en: `and ${rest} more` }, language)}`
    : named;
}

function dutyLine({ onDuty }: AlertMessage, { language }: TextContext): readonly string[] {
  if (onDuty === null) return [];
  const { person, mobile } = onDuty;
  return [
    `${word({ zh: '值班', en: 'On duty' }, language)}: ${person}${mobile === null ? '' : ` ${mobile}`}`,
  ];
}

function figureLines(
  { figures, zone }: AlertMessage,
  { standard, language }: TextContext,
): readonly string[] {
  if (figures === null) return [];
  const { from, to, zFrom, zTo, fired, resolved, open, moved } = figures;
  const span = `${localTime(from, zone)} – ${localTime(to, zone)}`;
  const z =
    zFrom === null || zTo === null
      ? []
      : [`Z: ${pointsText(zFrom)} → ${pointsText(zTo)} (${pointsText(zTo - zFrom)})`];
  const counts = word(
    {
      zh: `新增 ${fired}，恢复 ${resolved}，未恢复 ${open}`,
      en: `${fired} fired, ${resolved} resolved, ${open} open`,
    },
    language,
  );
  const moves = moved.map((move) => {
    const name = standard.indicators.find(({ id }) => id === move.indicator)?.[language] ?? '';
    return `${move.indicator} ${name} ${move.from} → ${move.to} ${pointsText(move.points)}`;
  });
  return [span, ...z, counts, ...moves];
}
