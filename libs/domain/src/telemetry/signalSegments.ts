import { type TimeSpan, parsePeriod, periodContaining } from '../kernel/calendar.js';
import { definitionAt, definitionChanges } from './definitions.js';
import type { Instant, RegistryEntity } from './facts.js';
import { closingUnit, judgedAt } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { type MeasureForm, formOf } from './measureForms.js';
import { nominalChanges } from './nominalPeriods.js';
import type { ParkFacts } from './parkFacts.js';
import type { SignalTrigger } from './signal.js';
import type { SignalContext, SignalSegment } from './signalStep.js';
import { instantsWithin } from './sortedInstants.js';
import { type StreamFeed, feedsOf } from './streamFeeds.js';
import { type ValueSource, sourceOf } from './streamSource.js';

/** Which measure, under which own versions of its definition. */
export interface SegmentedMeasure {
  readonly measure: string;
  readonly versions: readonly MeasureDefinition[];
}

/**
 * Cuts a span [from, to) where another definition comes into force, where streams come to replace readings, and where the
 * feed's own period changes: within a segment none of these does.
 */
export function cutSegments(
  { measure, versions }: SegmentedMeasure,
  context: SignalContext,
  span: TimeSpan,
): readonly SignalSegment[] {
  const form = formOf(measure);
  const rules = definitionChanges(measure, versions, { from: span.from, to: span.to - 1 });
  const segments: SignalSegment[] = [];
  [span.from, ...rules].forEach((from, index) => {
    const own = { from, to: rules[index] ?? span.to };
    const definition = definitionAt(measure, versions, from);
    const trigger: SignalTrigger = index === 0 ? 'data' : 'rule';
    segments.push(...cutBySource({ ...own, definition, form, source: 'none', trigger }, context));
  });
  return segments;
}

function cutBySource(whole: SignalSegment, { facts, zone }: SignalContext): readonly SignalSegment[] {
  const { definition, form } = whole;
  const sourceAt = (at: Instant): ValueSource =>
    sourceOf(definition, facts, judgedAt(definition, at, zone), zone);
  const registerCuts = new Set(periodCuts(definition, form, facts, whole));
  const cuts = instantsWithin(
    [...registerCuts, ...sourceCuts(whole, facts, zone, sourceAt)],
    whole.from,
    whole.to - 1,
  );
  const segments: SignalSegment[] = [];
  for (const from of [whole.from, ...cuts]) {
    const source = sourceAt(from);
    const last = segments.at(-1);
    if (last !== undefined && last.source === source && !registerCuts.has(from)) continue;
    const isRegister = registerCuts.has(from) || isEntryAt(facts, form, from);
    const trigger = last === undefined ? whole.trigger : isRegister ? 'registry' : 'data';
    if (last !== undefined) segments[segments.length - 1] = { ...last, to: from };
    segments.push({ ...whole, from, source, trigger });
  }
  return segments;
}

function isEntryAt(facts: ParkFacts, form: MeasureForm, at: Instant): boolean {
  return entitiesOf(form).some((entity) => facts.register.nextChange(entity, at - 1) === at);
}

/** Lists where the own period of a device feed changes, and with it its freshness. */
function periodCuts(
  { freshSeconds, input }: MeasureDefinition,
  form: MeasureForm,
  { register }: ParkFacts,
  span: TimeSpan,
): readonly Instant[] {
  if (freshSeconds !== null || input === 'readings') return [];
  return feedsOf(form).flatMap(({ kind }) => {
    if (kind === 'submissions') return [];
    const changes = nominalChanges(register, kind === 'states' ? 'all' : 'installed');
    return instantsWithin(changes, span.from, span.to - 1);
  });
}

/** Lists where the source may change: with the register, and with the first events of members. */
function sourceCuts(
  { definition, form, from, to }: SignalSegment,
  facts: ParkFacts,
  zone: string,
  sourceAt: (at: Instant) => ValueSource,
): readonly Instant[] {
  if (definition.input === 'readings' || form.kind === 'reading') return [];
  // What comes within a period counts from its close on: also what came before `from` in the one still open.
  const unit = closingUnit(definition);
  const begin = unit === null ? from : periodContaining(unit, from, zone).from - 1;
  const span = { from: begin, to: to - 1 };
  const entries = entitiesOf(form).flatMap((entity) =>
    facts.register.changesIn(entity, span).map(({ at }) => at),
  );
  if (entries.length === 0 && sourceAt(from) === 'streams') return [];
  const instants = instantsWithin([...entries, ...firstEvents(form, facts, zone)], begin, to - 1);
  return unit === null
    ? instants
    : [...instants, ...instants.map((at) => periodContaining(unit, at, zone).to)];
}

function firstEvents(form: MeasureForm, facts: ParkFacts, zone: string): readonly Instant[] {
  const counts =
    form.kind === 'register' && form.of === 'counts' ? [facts.readingsOf(form.numerator).at(0)?.at] : [];
  const events = [...counts, ...feedsOf(form).flatMap((feed) => firstEventsOf(feed, facts, zone))];
  return events.filter((at) => at !== undefined && at !== null);
}

function firstEventsOf(
  feed: StreamFeed,
  facts: ParkFacts,
  zone: string,
): readonly (Instant | null | undefined)[] {
  switch (feed.kind) {
    case 'states':
      return [...facts.reportingDevices()].map((device) => facts.trackOf(device)?.firstState);
    case 'transmissions':
      return [...facts.transmissionTracks()].flatMap((track) => [track.firstFrom, track.firstEnd]);
    case 'submissions': {
      const book = facts.submissionsOf(feed.submission);
      const filings = [...book.enterprises()].flatMap((enterprise) => book.earlierFilings(enterprise));
      return filings.flatMap(({ fact, firstAt }) => [firstAt, parsePeriod(fact.period, zone)?.from]);
    }
  }
}

/** Lists the parts of the register a measure counts from. */
export function entitiesOf(form: MeasureForm): readonly RegistryEntity[] {
  switch (form.kind) {
    case 'online_time':
    case 'online_slots':
    case 'transmission':
      return ['device'];
    case 'members':
      return MEMBERS_OF[form.of];
    case 'coverage':
    case 'upload':
      return ['enterprise'];
    case 'fields':
      return DUE_FROM[form.due];
    case 'register':
      return ENTRIES[form.of];
    case 'reading':
      return [];
  }
}

const MEMBERS_OF: Readonly<Record<'devices' | 'enterprises' | 'outlets', readonly RegistryEntity[]>> = {
  devices: ['device'],
  enterprises: ['enterprise'],
  outlets: ['device'],
};

const DUE_FROM: Readonly<Record<'all' | 'majorHazard', readonly RegistryEntity[]>> = {
  all: ['enterprise'],
  majorHazard: ['enterprise', 'device'],
};

const ENTRIES: Readonly<Record<'enterprises' | 'systems' | 'counts', readonly RegistryEntity[]>> = {
  enterprises: ['enterprise'],
  systems: ['system'],
  counts: [],
};
