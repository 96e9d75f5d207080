import { type MeasureValueAnswer, toQuantity } from '@parkpulse/contracts';
import {
  type FormedValue,
  type Instant,
  type MeasureDefinition,
  type ParkFacts,
  type RunningValue,
  type Share,
  decimalText,
  definitionAt,
  parsePeriod,
  periodContaining,
  quotientText,
  runningValue,
  valueAt,
  valueOver,
} from '@parkpulse/domain';
import { versionsOf } from '../assess/dwellOf.js';
import type { ReadModel } from '../ports.js';
import { isOfStates, loadFacts } from './loadFacts.js';
import { type Refused, refuse } from './refusal.js';
import { timeText } from './wire.js';

export interface ValueQuery {
  readonly park: string;
  readonly zone: string;
  readonly measure: string;
  /** A local hour, day, month or year; null for a value at a moment. */
  readonly period: string | null;
  readonly at: Instant | null;
  readonly device: string | null;
  readonly enterprise: string | null;
  readonly knownAt: Instant | null;
  readonly now: Instant;
}

/** Digits of a value after the point (CONTRACT 4). */
export const VALUE_DIGITS = 12;

/** A measure over a local period by the definition then in force, or as it stood at a moment; also of one member. */
export async function valueOf(read: ReadModel, query: ValueQuery): Promise<MeasureValueAnswer | Refused> {
  const versions = await read.definitions(query.park, query.knownAt ?? undefined);
  return query.period === null ? valueAtMoment(read, versions, query) : valueOfPeriod(read, versions, query);
}

async function valueOfPeriod(
  read: ReadModel,
  versions: readonly MeasureDefinition[],
  query: ValueQuery,
): Promise<MeasureValueAnswer | Refused> {
  const { park, zone, measure, knownAt, now } = query;
  const period = parsePeriod(query.period ?? '', zone);
  if (period === null) {
    return refuse(
      'FIELD_INVALID',
      `不存在的时段：${query.period}`,
      `There is no period ${query.period}`,
      '/period',
    );
  }
  const lived = Math.min(knownAt ?? now, now);
  const closed = period.to <= lived;
  const to = closed ? period.to : Math.max(period.from, lived);
  const definition = definitionAt(measure, versionsOf(versions, measure), period.to - 1);
  const facts = await loadFacts(read, [measure], [definition], {
    park,
    from: period.from,
    to,
    knownAt,
    scope: 'period',
  });
  const value = valueOver(definition, facts, { from: period.from, to, closed }, scopeOf(query, versions));
  return toAnswer(measure, { from: period.from, to: period.to, closed }, value, definition);
}

async function valueAtMoment(
  read: ReadModel,
  versions: readonly MeasureDefinition[],
  query: ValueQuery,
): Promise<MeasureValueAnswer> {
  const { measure, ...rest } = query;
  const [answer] = await valuesAtMoment(read, versions, { ...rest, measures: [measure] });
  return answer as MeasureValueAnswer;
}

/**
 * Measures as they stood at one moment, formed from facts that are read once for all of them; those of states by
 * themselves, so that no other makes them be read further back.
 */
export async function valuesTogether(
  ...[read, versions, { measures, ...query }]: Parameters<typeof valuesAtMoment>
): Promise<readonly MeasureValueAnswer[]> {
  const groups = [measures.filter(isOfStates), measures.filter((measure) => !isOfStates(measure))];
  const answers = await Promise.all(
    groups
      .filter(({ length }) => length > 0)
      .map((group) => valuesAtMoment(read, versions, { ...query, measures: group })),
  );
  const found = new Map(answers.flat().map((answer) => [answer.measure, answer]));
  return measures.flatMap((measure) => found.get(measure) ?? []);
}

async function valuesAtMoment(
  read: ReadModel,
  versions: readonly MeasureDefinition[],
  { measures, ...query }: Omit<ValueQuery, 'measure' | 'period'> & { readonly measures: readonly string[] },
): Promise<readonly MeasureValueAnswer[]> {
  const { park, knownAt, now } = query;
  const at = query.at ?? now;
  const definitions = measures.map((measure) => definitionAt(measure, versionsOf(versions, measure), at));
  const facts = await loadFacts(read, measures, definitions, {
    park,
    from: at,
    to: at,
    knownAt,
    scope: 'moments',
  });
  const scope = scopeOf(query, versions);
  return definitions.map((definition) => momentAnswer(definition, facts, at, scope));
}

function momentAnswer(
  definition: MeasureDefinition,
  facts: ParkFacts,
  at: Instant,
  scope: Scope,
): MeasureValueAnswer {
  const { measure } = definition;
  const span = judgedSpan(definition, at, scope.zone);
  const closed = definition.judge !== 'window';
  const answer = toAnswer(measure, { ...span, closed }, valueAt(definition, facts, at, scope), definition);
  const running = runningValue(definition, facts, at, scope);
  return { ...answer, ...(running === null ? {} : { running: runningWire(running) }) };
}

// Still on its way to its end: shown as a forecast beside the value that is judged, never judged itself.
function runningWire({ period, value }: RunningValue): NonNullable<MeasureValueAnswer['running']> {
  return { from: timeText(period.from), to: timeText(period.to), ...figuresOf(value) };
}

type Scope = Parameters<typeof valueOver>[3];

function scopeOf(
  query: Pick<ValueQuery, 'zone' | 'device' | 'enterprise'>,
  versions: readonly MeasureDefinition[],
): Scope {
  return {
    zone: query.zone,
    ...(query.device === null ? {} : { device: query.device }),
    ...(query.enterprise === null ? {} : { enterprise: query.enterprise }),
    definitionOf: (measure, at) => definitionAt(measure, versionsOf(versions, measure), at),
  };
}

// The stretch a live value speaks of: the last closed periods, or the rolling window up to the moment.
function judgedSpan(
  { judge, periods, windowSeconds }: MeasureDefinition,
  at: Instant,
  zone: string,
): { from: Instant; to: Instant } {
  if (judge === 'window') return { from: at - windowSeconds * 1000, to: at };
  const to = periodContaining(judge, at, zone).from;
  let from = to;
  for (let count = 0; count < periods; count += 1) from = periodContaining(judge, from - 1, zone).from;
  return { from, to };
}

function toAnswer(
  measure: string,
  span: { readonly from: Instant; readonly to: Instant; readonly closed: boolean },
  value: FormedValue,
  definition: MeasureDefinition,
): MeasureValueAnswer {
  return {
    measure,
    from: timeText(span.from),
    to: timeText(span.to),
    closed: span.closed,
    ...figuresOf(value),
    ...(value.instant === null ? {} : { instant: shareWire(value.instant) }),
    ...(value.parts === null ? {} : { parts: partsWire(value.parts) }),
    missing: value.missing,
    definition: { version: definition.version },
  };
}

type Figures = Pick<MeasureValueAnswer, 'status' | 'reason' | 'numerator' | 'denominator' | 'value'>;

function figuresOf(value: FormedValue): Figures {
  const { numerator, denominator } = value;
  return {
    status: value.kind,
    reason: value.kind === 'unknown' ? value.reason : null,
    numerator: numerator === null ? null : toQuantity(decimalText(numerator)),
    denominator: denominator === null ? null : toQuantity(decimalText(denominator)),
    value: value.kind === 'known' ? quotientText(value.numerator, value.denominator, VALUE_DIGITS) : null,
  };
}

function shareWire({ numerator, denominator }: Share): {
  numerator: number | string;
  denominator: number | string;
} {
  return { numerator: toQuantity(decimalText(numerator)), denominator: toQuantity(decimalText(denominator)) };
}

function partsWire(parts: NonNullable<FormedValue['parts']>): NonNullable<MeasureValueAnswer['parts']> {
  const named = Object.entries(parts) as [string, Share | null][];
  return Object.fromEntries(
    named.flatMap(([name, share]) => (share === null ? [] : [[name, shareWire(share)]])),
  );
}
