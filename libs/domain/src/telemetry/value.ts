import { multiplyDecimals } from '../kernel/decimal.js';
import { formCoverage } from './coverage.js';
import { defaultDefinition } from './definitions.js';
import type { Instant } from './facts.js';
import { formFields } from './fields.js';
import {
  type FormedValue,
  type FormulaResult,
  countedResult,
  toFormedValue,
  toStale,
  uncountedResult,
} from './formedValue.js';
import { type Judged, type ValueScope, judgedAt, judgedOver } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { type MeasureForm, boundOf, formOf } from './measureForms.js';
import { formMembers } from './members.js';
import { formOnlineSlots } from './onlineSlots.js';
import { formOnlineTime, instantShare } from './onlineTime.js';
import type { ParkFacts } from './parkFacts.js';
import { readingFreshness } from './readingFreshness.js';
import { formReading } from './reading.js';
import { formFromRegister } from './register.js';
import { feedsOf, freshLimit, newestEventAt, ownPeriod } from './streamFeeds.js';
import { sourceOf } from './streamSource.js';
import { formTransmission } from './transmission.js';
import { formUpload } from './upload.js';

/** A period a value is asked for; a running one (`closed` false) ends at the instant up to which it is asked. */
export interface AskedPeriod {
  readonly from: Instant;
  readonly to: Instant;
  readonly closed: boolean;
}

/**
 * Returns a measure over a period by its definition, from all that is known: measures of a moment are judged just before
 * its end. Nothing is stale in a period, silent time counts as not online and not received; only a reading can be too old.
 */
export function valueOver(
  definition: MeasureDefinition,
  facts: ParkFacts,
  period: AskedPeriod,
  scope: ValueScope,
): FormedValue {
  const judged = judgedOver(period);
  const source = sourceOf(definition, facts, judged, scope.zone);
  if (source === 'readings') {
    const value = readingValue(definition, facts, { judged, at: judged.moment }, scope);
    return isStaleAt(value, judged.moment) ? toStale(value) : { ...value, freshUntil: null };
  }
  if (source === 'none')
    return toFormedValue(uncountedResult('insufficient_data'), boundOf(definition.measure));
  const value = streamValue(definition, facts, { judged, shownAt: judged.moment }, scope);
  return { ...value, asOf: newestOf(definition, facts, judged.moment), freshUntil: null };
}

/**
 * Returns the live value of a measure at an instant, judged as its definition says: over its window, or over the last
 * closed periods; stale once its feed as a whole, or its reading, is older than its freshness allows.
 */
export function valueAt(
  definition: MeasureDefinition,
  facts: ParkFacts,
  at: Instant,
  scope: ValueScope,
): FormedValue {
  const judged = judgedAt(definition, at, scope.zone);
  const source = sourceOf(definition, facts, judged, scope.zone);
  if (source === 'readings') {
    const value = readingValue(definition, facts, { judged, at }, scope);
    return isStaleAt(value, at) ? toStale(value) : value;
  }
  if (source === 'none')
    return toFormedValue(uncountedResult('insufficient_data'), boundOf(definition.measure));
  const formed = streamValue(definition, facts, { judged, shownAt: at }, scope);
  if (formed.freshUntil !== null || formed.asOf !== null)
    return isStaleAt(formed, at) ? toStale(formed) : formed;
  const value = {
    ...formed,
    asOf: newestOf(definition, facts, at),
    freshUntil: freshUntilOf(definition, facts, at),
  };
  return isStaleAt(value, at) ? toStale(value) : value;
}

/** Forms a measure both ways, so that a difference between streams and readings can be shown. */
export function compareInputs(
  definition: MeasureDefinition,
  facts: ParkFacts,
  at: Instant,
  scope: ValueScope,
): { readonly streams: FormedValue; readonly readings: FormedValue } {
  return {
    streams: valueAt({ ...definition, input: 'streams' }, facts, at, scope),
    readings: valueAt({ ...definition, input: 'readings' }, facts, at, scope),
  };
}

/** Returns the instant at which a live value formed from streams turns stale; null when it never does. */
export function freshUntilOf(definition: MeasureDefinition, facts: ParkFacts, at: Instant): Instant | null {
  let until: Instant | null = null;
  for (const feed of feedsOf(formOf(definition.measure))) {
    const newest = newestEventAt(facts, feed, at);
    // A feed that never spoke proves nothing: the value is stale from the beginning.
    const own = newest === null ? at : newest + freshLimit(definition, ownPeriod(facts, feed, at));
    until = until === null ? own : Math.min(until, own);
  }
  return until;
}

/** Returns the time of the newest event of a measure's streams at or before an instant; null when there is none. */
export function newestOf(definition: MeasureDefinition, facts: ParkFacts, at: Instant): Instant | null {
  const newest = feedsOf(formOf(definition.measure)).map((feed) => newestEventAt(facts, feed, at));
  return newest.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.max(a, b)), null);
}

function isStaleAt({ freshUntil }: FormedValue, at: Instant): boolean {
  return freshUntil !== null && at >= freshUntil;
}

interface StreamCase {
  readonly judged: Judged;
  /** Where the strict instant share beside a rate is taken. */
  readonly shownAt: Instant;
}

function streamValue(
  definition: MeasureDefinition,
  facts: ParkFacts,
  { judged, shownAt }: StreamCase,
  scope: ValueScope,
): FormedValue {
  const form = formOf(definition.measure);
  const bound = boundOf(definition.measure);
  if (form.kind === 'register' && form.of === 'counts')
    return quotientValue(form, definition, facts, { judged, scope });
  const result = formFromStreams(definition, facts, judged, scope);
  if (form.kind !== 'online_time' && form.kind !== 'online_slots') return toFormedValue(result, bound);
  const selection = form.kind === 'online_time' ? 'monitored' : 'majorHazard';
  const instant = instantShare(definition, facts, selection, { at: shownAt, scope });
  return toFormedValue({ ...result, instant }, bound);
}

/** Applies the formula of a measure's kind to its streams. */
export function formFromStreams(
  definition: MeasureDefinition,
  facts: ParkFacts,
  judged: Judged,
  scope: ValueScope,
): FormulaResult {
  const form = formOf(definition.measure);
  switch (form.kind) {
    case 'online_time':
      return formOnlineTime(definition, facts, judged, scope);
    case 'online_slots':
      return formOnlineSlots(definition, facts, judged, scope);
    case 'members':
      return formMembers(form, facts, { definition, moment: judged.moment }, scope);
    case 'transmission':
      return formTransmission(definition, facts, judged, scope);
    case 'coverage':
      return formCoverage(definition, facts, judged, scope);
    case 'upload':
      return formUpload(form, facts, judged, scope);
    case 'fields':
      return formFields(form, facts, { definition, judged }, scope.enterprise);
    case 'register':
      return formFromRegister(form, facts, judged.moment);
    case 'reading':
      return uncountedResult('insufficient_data');
  }
}

/** The shares of I03: the exact quotient of two counts, stale or unknown as soon as one of them is (ruling I3a). */
function quotientValue(
  form: Extract<MeasureForm, { of: 'counts' }>,
  definition: MeasureDefinition,
  facts: ParkFacts,
  { judged, scope }: { readonly judged: Judged; readonly scope: ValueScope },
): FormedValue {
  const definitionOf = scope.definitionOf ?? defaultDefinition;
  const [numerator, denominator] = [form.numerator, form.denominator].map((measure) =>
    valueAt(definitionOf(measure, judged.moment), facts, judged.moment, { zone: scope.zone }),
  );
  const bound = boundOf(definition.measure);
  if (numerator === undefined || denominator === undefined)
    return toFormedValue(uncountedResult('calc_error'), bound);
  const unknown = [numerator, denominator].find(({ kind }) => kind === 'unknown');
  const shown = { asOf: numerator.asOf, freshUntil: earlier(numerator.freshUntil, denominator.freshUntil) };
  if (unknown?.kind === 'unknown')
    return { ...toFormedValue(uncountedResult(unknown.reason), bound), ...shown };
  if (numerator.kind === 'unknown' || denominator.kind === 'unknown') return numerator;
  const share = {
    numerator: multiplyDecimals(numerator.numerator, denominator.denominator),
    denominator: multiplyDecimals(numerator.denominator, denominator.numerator),
  };
  return { ...toFormedValue(countedResult(share), bound), ...shown };
}

function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

interface ReadingCase {
  readonly judged: Judged;
  /** Where the freshness of the feed is judged. */
  readonly at: Instant;
}

// A park's own statement says nothing of one member, but a factory's reading is that factory's value.
function readingValue(
  definition: MeasureDefinition,
  facts: ParkFacts,
  { judged, at }: ReadingCase,
  scope: ValueScope,
): FormedValue {
  const bound = boundOf(definition.measure);
  const series = facts.readingsOf(definition.measure, scope.enterprise ?? null);
  const reading = scope.device === undefined ? series.at(series.indexAt(judged.moment)) : null;
  if (reading === null) return toFormedValue(uncountedResult('insufficient_data'), bound);
  const { freshUntil } = readingFreshness(definition, series, series.indexAt(at));
  return {
    ...toFormedValue(formReading(reading), bound),
    asOf: reading.at,
    freshUntil,
    decidedBy: reading.origin,
  };
}
