import { ALERT_RULES, clauseComparisons } from '@parkpulse/domain';
import type { Level, Transition } from '../../api/types.js';
import { clauseOf, measureByKey, nodeName, wording } from '../../format/names.js';
import { signedPoints, toPoints } from '../../format/points.js';
import { thresholdText } from '../../format/ratio.js';
import type { WallAlert } from '../alarm/takeover.js';

/** Looks a message up by its key; given by the caller so that this stays pure. */
export type Translate = (key: string, slots?: Record<string, string>) => string;

interface Told {
  readonly indicator: string;
  readonly from: string;
  readonly to: string;
  readonly cause: string | null;
  readonly clauses: readonly string[];
  readonly points: string | null;
}

const SIGNS = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' } as const;

/** One sentence on why a level changed and what it did to Z, made from the attribution alone: never free text. */
export function changeSentence(change: Told, t: Translate, locale: string): string {
  const isFall = change.to < change.from;
  return t(isFall ? 'wall.sentence.fall' : 'wall.sentence.rise', {
    name: nodeName(change.indicator, locale),
    from: change.from,
    to: change.to,
    reason: reasonOf(change, isFall, t, locale),
    points: change.points === null ? '–' : signedPoints(toPoints(change.points)),
  });
}

/** Why a level changed, in a few words. */
export function reasonOf(change: Told, isFall: boolean, t: Translate, locale: string): string {
  const gate = change.cause === 'value' ? gateOf(change, isFall, locale) : null;
  if (gate !== null) return t(isFall ? 'wall.sentence.missed' : 'wall.sentence.reached', gate);
  return t(`wall.reason.${change.cause ?? 'unknown'}`);
}

// The measure clause that decides: of the level that was lost, or that was gained.
function gateOf({ clauses, from, to }: Told, isFall: boolean, locale: string): Record<string, string> | null {
  const decisive = [...clauses].sort((a, b) => levelOf(a).localeCompare(levelOf(b)));
  const bound = isFall ? to : from;
  const id = decisive.find((clause) => levelOf(clause) > bound && clauseOf(clause)?.kind === 'measure');
  const clause = clauseOf(id ?? '');
  const [comparison] = clause?.kind === 'measure' ? clauseComparisons(clause) : [];
  const measure = measureByKey(comparison?.measure ?? '');
  if (comparison === undefined || measure === undefined) return null;
  const gate = `${SIGNS[comparison.comparator]}\u00a0${thresholdText(comparison.threshold, measure.unit)}`;
  return { measure: wording(measure, locale), gate };
}

function levelOf(clause: string): string {
  return clause.split('.')[1] ?? '';
}

/** What an alert says in the room: the sentence of its change, or the name of its rule with what it compared. */
export function alertSentence(
  alert: WallAlert,
  transitions: readonly Transition[],
  t: Translate,
  locale: string,
): string {
  const change = levelChangeOf(alert, transitions);
  return change === null ? ruleSentence(alert, locale) : changeSentence(change, t, locale);
}

/** The change of level an alert is about; its clauses are those of the transition where that is known. */
function levelChangeOf(alert: WallAlert, transitions: readonly Transition[]): Told | null {
  const { indicator, from, to } = alert;
  if (indicator === null || !isLevelText(from) || !isLevelText(to)) return null;
  const told = transitions.find((one) => one.indicator === indicator && one.from === from && one.to === to);
  return { ...alert, indicator, from, to, clauses: told?.clauses ?? alert.clauses };
}

/** From which level to which, and what that costs; null for an alert on anything but a level. */
export function levelsText({ from, to, points }: WallAlert): string | null {
  if (!isLevelText(from) || !isLevelText(to)) return null;
  return points === null ? `${from}→${to}` : `${from}→${to} ${signedPoints(toPoints(points))}`;
}

/** An alert in a list: whose level changed, or the name of its rule. */
export function alertTitle(alert: WallAlert, locale: string): string {
  const levels = levelsText(alert);
  if (levels === null || alert.indicator === null) return ruleSentence(alert, locale);
  return nodeName(alert.indicator, locale);
}

function ruleSentence({ rule, indicator, from, to }: WallAlert, locale: string): string {
  const name = indicator === null ? '' : ` ${nodeName(indicator, locale)}`;
  const change = from === null && to === null ? '' : ` ${from ?? '–'} → ${to ?? '–'}`;
  return `${ruleName(rule, locale)}${name}${change}`;
}

function isLevelText(text: string | null): text is Level {
  return text !== null && /^S[1-5]$/.test(text);
}

/** Whose turn it is, by office and never by name: the platform's operators, or the rung of the ladder that has it. */
export function ownerKey({ rule, escalated }: Pick<WallAlert, 'rule' | 'escalated'>): string {
  if (escalated > 0) return `wall.owner.${Math.min(escalated, 3)}`;
  return ruleOf(rule)?.audience === 'operations' ? 'wall.owner.operations' : 'wall.owner.desk';
}

export function ruleName(rule: string | null, locale: string): string {
  return wording(ruleOf(rule), locale) || (rule ?? '');
}

function ruleOf(rule: string | null) {
  return rule === null ? undefined : Object.entries(ALERT_RULES).find(([id]) => id === rule)?.[1];
}
