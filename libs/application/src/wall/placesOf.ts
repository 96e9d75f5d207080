import type { Places } from '@parkpulse/contracts';
import {
  type DeviceAttributes,
  type EnterpriseAttributes,
  type Instant,
  ParkFacts,
  type StateFact,
  overrules,
} from '@parkpulse/domain';
import type { FactReader } from '../ports.js';
import { timeText } from '../queries/wire.js';

type DeviceState = Places['devices'][number]['state'];

interface JudgedDevice {
  readonly id: string;
  readonly attributes: DeviceAttributes;
  readonly state: DeviceState;
}

interface NamedEnterprise {
  readonly id: string;
  readonly attributes: EnterpriseAttributes;
}

export interface PlacesQuery {
  readonly park: string;
  readonly at: Instant;
  /** Visitors look on: names and ids stay out of the answer. */
  readonly isMasked: boolean;
}

/** A device that has said nothing for this many of its periods (at least three minutes) is offline on the map. */
const PERIODS = 3;
const LEAST_SECONDS = 180;

/** Where the enterprises and devices of a park are, and which of the devices are online. */
export async function placesOf(
  read: Pick<FactReader, 'registry' | 'statesBefore'>,
  { park, at, isMasked }: PlacesQuery,
): Promise<Places> {
  const [registry, states] = await Promise.all([read.registry(park), read.statesBefore(park, at + 1)]);
  const { register } = ParkFacts.of(registry);
  const newest = newestStates(states.filter((fact): fact is StateFact => fact.kind === 'state'));
  const devices = register
    .membersAt('device', at)
    .map(({ id, attributes }) => ({ id, attributes, state: stateOf(attributes, newest.get(id), at) }));
  const places = { enterprises: enterprisesWire(register.membersAt('enterprise', at), devices), devices };
  return {
    at: timeText(at),
    enterprises: isMasked ? places.enterprises.map(masked) : places.enterprises,
    devices: devicesWire(devices, isMasked),
    categories: categoriesWire(devices),
  };
}

function enterprisesWire(
  enterprises: readonly NamedEnterprise[],
  devices: readonly JudgedDevice[],
): Places['enterprises'] {
  const owned = groupBy(devices, ({ attributes }) => attributes.enterprise);
  return enterprises.map(({ id, attributes: { name, status, key, position } }) => ({
    id,
    name,
    status,
    key,
    position,
    devices: countOf(owned.get(id) ?? []),
  }));
}

function devicesWire(devices: readonly JudgedDevice[], isMasked: boolean): Places['devices'] {
  return devices.flatMap(({ id, attributes: { position, category, majorHazard }, state }, index) =>
    position === null
      ? []
      : [{ id: isMasked ? `#${index + 1}` : id, category, majorHazard, position, state }],
  );
}

function masked(enterprise: Places['enterprises'][number], index: number): Places['enterprises'][number] {
  const name = `E${String(index + 1).padStart(2, '0')}`;
  return { ...enterprise, id: name, name };
}

function newestStates(states: readonly StateFact[]): ReadonlyMap<string, StateFact> {
  const newest = new Map<string, StateFact>();
  for (const state of states) {
    const known = newest.get(state.device);
    if (known === undefined || isLater(state, known)) newest.set(state.device, state);
  }
  return newest;
}

function isLater(state: StateFact, known: StateFact): boolean {
  return state.at === known.at ? overrules(state.origin, known.origin) : state.at > known.at;
}

function stateOf(attributes: DeviceAttributes, said: StateFact | undefined, at: Instant): DeviceState {
  if (attributes.stopUse.some(({ from, to }) => from <= at && at < to)) return 'stopped';
  if (attributes.autoMonitoring === 'required' || said === undefined) return 'unknown';
  if (said.state !== 'online') return said.state;
  const reach = Math.max(PERIODS * attributes.nominalPeriodSeconds, LEAST_SECONDS);
  return at - said.at < reach * 1000 ? 'online' : 'offline';
}

/** Approved stop-use and outlets not yet installed owe nothing. */
function countOf(devices: readonly JudgedDevice[]): { readonly online: number; readonly due: number } {
  const due = devices.filter(
    ({ attributes, state }) => state !== 'stopped' && attributes.autoMonitoring !== 'required',
  );
  return { online: due.filter(({ state }) => state === 'online').length, due: due.length };
}

function categoriesWire(devices: readonly JudgedDevice[]): Places['categories'] {
  return [...groupBy(devices, ({ attributes }) => attributes.category)]
    .map(([category, members]) => ({ category, ...countOf(members) }))
    .sort((a, b) => b.due - a.due);
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
