import { randomFrom } from '../bench/randomFrom.js';

/** What the checker expects of a record. */
export type Kind = 'good' | 'duplicate' | 'poison';

export interface PlannedRecord {
  readonly topic: 'measures' | 'devices';
  readonly key: string;
  readonly value: Buffer | null;
  readonly kind: Kind;
  /** Id of the event; of poison the number it is known by. */
  readonly id: string;
  readonly facts: number;
  /** Code of the dead letter that poison must become. */
  readonly code: string | null;
}

export interface LoadPlan {
  readonly seed: number;
  readonly events: number;
  readonly parks: readonly string[];
  /** Event time of the first event; the others follow by `stepMs`. */
  readonly startAt: number;
  readonly stepMs: number;
  readonly duplicates: number;
  readonly shuffled: number;
  readonly poison: number;
}

export const SOURCE = 'urn:faults';
const MEASURES = ['iot_access_ratio_design', 'data_lake_ratio', 'lake_data_call_ratio'];
const DEVICES = 20;
const SHUFFLE_MS = 10 * 60_000;

type Spoil = readonly [code: string, spoil: (event: Record<string, unknown>) => Buffer | null];
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const POISON: readonly Spoil[] = [
  ['BAD_JSON', (event) => json(event).subarray(0, 40)],
  ['NOT_OBJECT', () => json([])],
  ['EMPTY_VALUE', () => null],
  ['BAD_ENCODING', () => Buffer.from([0xff, 0xfe, 0x00])],
  ['TS_MISSING', ({ time: _time, ...event }) => json(event)],
  ['TS_NO_OFFSET', (event) => json({ ...event, time: '2026-10-01T00:00:00' })],
  ['TS_TOO_OLD', (event) => json({ ...event, time: '1970-01-01T00:00:00Z' })],
  ['UNKNOWN_PARK', (event) => json({ ...event, subject: 'nowhere' })],
  ['ID_INVALID', (event) => json({ ...event, id: '' })],
];

/** The records of a load, one after the other; the same for the same plan. */
export function* plannedRecords(plan: LoadPlan): Generator<PlannedRecord> {
  const random = randomFrom(plan.seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const sent: PlannedRecord[] = [];
  for (let n = 0; n < plan.events; n += 1) {
    const dice = random();
    if (dice < plan.duplicates && sent.length > 0) {
      yield { ...pick(sent), kind: 'duplicate' };
      continue;
    }
    const park = pick(plan.parks);
    const late = random() < plan.shuffled ? random() * SHUFFLE_MS : 0;
    const event = toEvent(
      `e-${plan.seed}-${n}`,
      park,
      new Date(plan.startAt + n * plan.stepMs - late),
      random,
    );
    if (dice > 1 - plan.poison) {
      const [code, spoil] = pick(POISON);
      const value = spoil(event);
      // A tombstone for another topic than the register; a park that is not there decides by its subject, not by its key.
      yield {
        topic: topicOf(event),
        key: code === 'UNKNOWN_PARK' ? 'nowhere' : park,
        value,
        kind: 'poison',
        id: String(event['id']),
        facts: 0,
        code,
      };
      continue;
    }
    const record: PlannedRecord = {
      topic: topicOf(event),
      key: park,
      value: json(event),
      kind: 'good',
      id: String(event['id']),
      facts: 1,
      code: null,
    };
    sent.push(record);
    if (sent.length > 5000) sent.splice(0, 1000);
    yield record;
  }
}

function topicOf({ type }: Record<string, unknown>): PlannedRecord['topic'] {
  return String(type).includes('device') ? 'devices' : 'measures';
}

function toEvent(id: string, park: string, time: Date, random: () => number): Record<string, unknown> {
  const isDevice = random() < 0.4;
  const numerator = Math.floor(random() * 1000);
  const data = isDevice
    ? {
        devices: [
          { device: `D-${Math.floor(random() * DEVICES)}`, state: random() < 0.9 ? 'online' : 'offline' },
        ],
      }
    : { readings: [{ measure: MEASURES[numerator % MEASURES.length], numerator, denominator: 1000 }] };
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: isDevice ? 'parkpulse.device.status.v1' : 'parkpulse.measure.reading.v1',
    subject: park,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}
