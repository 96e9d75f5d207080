import {
  type Fact,
  type Instant,
  type MeasureDefinition,
  type SubmissionKind,
  ParkFacts,
  formOf,
  joinGapOf,
} from '@parkpulse/domain';
import { type ValueScope, lookbackOf } from '../assess/lookback.js';
import type { ReadModel } from '../ports.js';
import { filingsOf } from './filings.js';

export interface FactSpan {
  readonly park: string;
  readonly from: Instant;
  /** Inclusive. */
  readonly to: Instant;
  readonly knownAt: Instant | null;
  readonly scope: ValueScope;
}

/** Reads just the facts that measures' values by the given definitions are formed from, as they were known at an instant. */
export async function loadFacts(
  read: ReadModel,
  measures: readonly string[],
  definitions: readonly MeasureDefinition[],
  span: FactSpan,
): Promise<ParkFacts> {
  const known = span.knownAt === null ? {} : { knownAt: span.knownAt };
  const parts: (readonly Fact[])[] = [await read.registry(span.park, span.knownAt ?? undefined)];
  const inputs = [...new Set(measures.flatMap(inputsOf))];
  const lookback = lookbackOf(definitions, span.from, span.scope);
  const query = { to: span.to + 1, ...known };
  parts.push(
    await read.readingsBefore(span.park, inputs, span.from, lookback.readings, span.knownAt ?? undefined),
  );
  parts.push(
    await read.facts(span.park, { kinds: ['reading'], measures: inputs, from: span.from, ...query }),
  );
  const kinds = new Set(measures.map((measure) => formOf(measure).kind));
  if (measures.some(isOfStates)) {
    parts.push(await read.statesBefore(span.park, lookback.statesFrom, span.knownAt ?? undefined));
    parts.push(await read.facts(span.park, { kinds: ['state'], from: lookback.statesFrom, ...query }));
    if (lookback.needsFirstOnline) parts.push(await read.firstOnline(span.park, span.knownAt ?? undefined));
  }
  if (kinds.has('transmission')) {
    parts.push(
      await read.facts(span.park, { kinds: ['transmission'], from: lookback.transmissionsFrom, ...query }),
    );
  }
  const submissions = [...new Set(measures.flatMap(submissionsOf))];
  if (submissions.length > 0) parts.push(await filingsAsKnown(read, span, submissions));
  const facts = ParkFacts.of(parts.flat(), joinGapOf(definitions));
  facts.beginAt(lookback.statesFrom);
  return facts;
}

async function filingsAsKnown(
  read: ReadModel,
  { park, knownAt }: FactSpan,
  submissions: readonly SubmissionKind[],
): Promise<readonly Fact[]> {
  if (knownAt === null) return filingsOf(read, park, submissions);
  const whenever = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  return read.facts(park, { kinds: ['submission'], submissions, ...whenever, knownAt });
}

function inputsOf(measure: string): readonly string[] {
  const form = formOf(measure);
  return form.kind === 'register' && form.of === 'counts'
    ? [measure, form.numerator, form.denominator]
    : [measure];
}

function submissionsOf(measure: string): readonly SubmissionKind[] {
  const form = formOf(measure);
  if (form.kind === 'fields') return form.submissions;
  return 'submission' in form ? [form.submission] : [];
}

/** Whether a measure is formed from the states of devices, by far the most of all facts. */
export function isOfStates(measure: string): boolean {
  const form = formOf(measure);
  if (form.kind === 'members') return form.of === 'devices';
  return form.kind === 'online_time' || form.kind === 'online_slots';
}
