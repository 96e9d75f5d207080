import type { Annotation } from '@parkpulse/contracts';
import {
  type Instant,
  type MeasureDefinition,
  ParkFacts,
  type RegistryAttributes,
  type RegistryEntity,
  type StopUse,
} from '@parkpulse/domain';
import type { Maintenance, ReadModel } from '../ports.js';
import type { SpanQuery } from './transitionsOf.js';
import { timeText } from './wire.js';

const ENTITIES: readonly RegistryEntity[] = ['enterprise', 'device', 'system'];
/** Ids that are named; the rest are counted. */
const MOST_IDS = 20;

type Register = ParkFacts['register'];
type Span = Pick<SpanQuery, 'from' | 'to'>;

/** One thing that happened to one id; those of one kind at one moment become one annotation. */
interface Happening {
  readonly kind: 'registry' | 'stop_use' | 'maintenance';
  readonly at: Instant;
  readonly to: Instant | null;
  readonly subject: string;
  readonly change: 'added' | 'changed' | 'removed' | null;
  readonly id: string;
  readonly reason: string | null;
}

/** What besides values may have moved a score within [from, to): the register, approved stop-use, maintenance, definitions. */
export async function annotationsOf(
  read: ReadModel,
  { park, from, to }: SpanQuery,
): Promise<readonly Annotation[]> {
  const [registry, definitions, maintenances] = await Promise.all([
    read.registry(park),
    read.definitions(park),
    read.maintenances(park, from, to),
  ]);
  const { register } = ParkFacts.of(registry);
  const span = { from, to };
  const happenings = ENTITIES.flatMap((entity) => changesOf(register, entity, span));
  return [
    ...grouped([...happenings, ...stopUsesOf(register, span), ...maintenances.map(toMaintenance)]),
    ...definitions.filter(({ effectiveFrom: at }) => from <= at && at < to).map(definitionMark),
  ].sort((a, b) => a.at.localeCompare(b.at) || a.kind.localeCompare(b.kind));
}

function changesOf(register: Register, entity: RegistryEntity, { from, to }: Span): readonly Happening[] {
  const isWithin = (at: Instant): boolean => from <= at && at < to;
  const common = { kind: 'registry', subject: entity, to: null, reason: null } as const;
  return [...register.idsOf(entity)].flatMap((id) => {
    const spans = register.spansOf(entity, id);
    return spans.flatMap((span, index) => {
      const before = spans[index - 1];
      const isJoined = before?.to === span.from;
      const found: Happening[] = [];
      if (isWithin(span.from) && !(isJoined && isSame(before.attributes, span.attributes)))
        found.push({ ...common, id, at: span.from, change: isJoined ? 'changed' : 'added' });
      if (isWithin(span.to) && spans[index + 1]?.from !== span.to)
        found.push({ ...common, id, at: span.to, change: 'removed' });
      return found;
    });
  });
}

// Stop-use has annotations of its own; a place on the map moves no rate.
function isSame(before: RegistryAttributes, after: RegistryAttributes): boolean {
  const counted = (attributes: RegistryAttributes): string =>
    JSON.stringify({ ...attributes, stopUse: null, position: null });
  return counted(before) === counted(after);
}

function stopUsesOf(register: Register, { from, to }: Span): readonly Happening[] {
  return [...register.idsOf('device')].flatMap((id) => {
    const stated = register.spansOf<'device'>('device', id).flatMap(({ attributes }) => attributes.stopUse);
    const once = new Map(stated.map((use) => [keyOfUse(use), use]));
    return [...once.values()]
      .filter((use) => use.from < to && use.to > from)
      .map((use): Happening => {
        const { from: at, to: end, reason } = use;
        return { kind: 'stop_use', at, to: finite(end), subject: 'device', change: null, id, reason };
      });
  });
}

const MINUTE = 60_000;

// Devices behind one gateway say so within seconds of each other: that is one event.
function toMaintenance({ device, from, to }: Maintenance): Happening {
  const at = Math.floor(from / MINUTE) * MINUTE;
  const end = to === null ? null : Math.ceil(to / MINUTE) * MINUTE;
  return { kind: 'maintenance', at, to: end, subject: 'device', change: null, id: device, reason: null };
}

const keyOfUse = ({ from, to, reason }: StopUse): string => `${from} ${to} ${reason}`;
const finite = (at: Instant): Instant | null => (Number.isFinite(at) ? at : null);

function grouped(happenings: readonly Happening[]): readonly Annotation[] {
  const groups = new Map<string, Happening[]>();
  for (const one of happenings) {
    const key = [one.kind, one.at, one.to, one.subject, one.change, one.reason].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map(toAnnotation);
}

function toAnnotation(group: readonly Happening[]): Annotation {
  const [first] = group as readonly [Happening];
  const { kind, at, to, subject, change, reason } = first;
  const ids = group.map(({ id }) => id).sort();
  const times = { at: timeText(at), to: to === null ? null : timeText(to) };
  return {
    kind,
    ...times,
    subject,
    change,
    reason,
    count: ids.length,
    ids: ids.slice(0, MOST_IDS),
    version: null,
  };
}

function definitionMark({ measure, version, effectiveFrom }: MeasureDefinition): Annotation {
  const nothing = { to: null, change: null, reason: null, count: 1, ids: [] };
  return { kind: 'definition', at: timeText(effectiveFrom), subject: measure, version, ...nothing };
}
