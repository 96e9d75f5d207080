import * as fc from 'fast-check';
import { SUBMISSION_KINDS } from '@parkpulse/domain';
import { EVENT_TYPES, type EventType } from '../eventTypes.js';
import { CATALOGUE, GOOD_DATA, eventOf } from './sampleEvents.js';

/** Values that a sloppy producer may put anywhere. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    '',
    'NaN',
    '80',
    ' x',
    'x\u200b',
    [],
    {},
    [5],
    -1,
    0.5,
    1.5,
    80,
    1e300,
    1e21,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const sometimesOdd = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 24, arbitrary: usual }, { weight: 1, arbitrary: odd });

const time = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .date({ min: new Date('2000-01-01'), max: new Date('2026-11-24T06:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  fc.constantFrom(
    '2026-11-24T05:00:00Z',
    '2026-11-24T13:00:00+08:00',
    '2026-11-24T05:00:00.5Z',
    '2026-11-24t05:00:00z',
    '2026-11-24T05:00Z',
    '2026-11-24T05:00:00.1234567891Z',
    '2016-12-31T23:59:60Z',
    '2026-11-24T05:00:00-00:00',
    '2026-11-24T07:00:00Z',
    '2026-11-31T05:00:00Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T05:00:00+24:00',
  ),
);
const amount = fc.oneof(
  fc.nat(20),
  fc.nat(20_000),
  fc.double({ min: 0, max: 2, noNaN: true }),
  fc.constantFrom(0, 1, 1e15, 1e16, 0.1 + 0.2, 123456789012345, 1e-9),
);
const id = fc.oneof(
  fc.constantFrom('D-1', 'D-2', 'E-3', '园区-1', 'a b', ' a', 'a"b', 'a\\b'),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }),
);

const record = (members: Record<string, fc.Arbitrary<unknown>>, required: readonly string[]) =>
  fc.record(Object.fromEntries(Object.entries(members).map(([name, value]) => [name, sometimesOdd(value)])), {
    requiredKeys: [...required],
    noNullPrototype: true,
  });

const reading = record(
  {
    measure: fc.constantFrom(...CATALOGUE.keys(), 'no_such'),
    numerator: amount,
    denominator: amount,
    value: amount,
    missing: fc.array(id, { maxLength: 4 }),
    time,
    unit: fc.constantFrom('ratio', 'count'),
    enterprise: id,
    extra: fc.nat(),
  },
  ['measure'],
);
const plainReading = fc.oneof(
  record(
    {
      measure: fc.constantFrom('iot_access_ratio_design', 'smart_factory_share'),
      numerator: fc.nat(9),
      denominator: fc.nat(9),
      time,
    },
    ['measure', 'numerator', 'denominator'],
  ),
  record({ measure: fc.constantFrom('video_retention_days', 'monitor_online_ratio'), value: amount, time }, [
    'measure',
    'value',
  ]),
);
const device = record(
  { device: id, state: fc.constantFrom('online', 'offline', 'fault', 'maintenance', 'gone'), time },
  ['device', 'state'],
);
const transmission = record(
  {
    device: id,
    from: fc.constant('2026-11-24T04:00:00Z'),
    to: time,
    expected: fc.nat(60),
    received: fc.nat(60),
    valid: fc.nat(60),
    flags: fc.dictionary(fc.constantFrom('N', 'D', 'F'), fc.nat(60)),
  },
  ['device', 'from', 'to', 'expected', 'received', 'valid'],
);
const submission = record(
  {
    enterprise: id,
    kind: fc.constantFrom(...SUBMISSION_KINDS),
    period: fc.constantFrom('2026', '2026-11', '2026-11-22', '2026-13', '2026-02-29', 'x'),
    filled: fc.nat(40),
    required: fc.nat(40),
    time,
  },
  ['enterprise', 'kind', 'period'],
);

const list = (item: fc.Arbitrary<unknown>) =>
  sometimesOdd(fc.array(sometimesOdd(item), { minLength: 0, maxLength: 5 }));
const DATA: Readonly<Record<EventType, fc.Arbitrary<unknown>>> = {
  [EVENT_TYPES.reading]: fc.record({ readings: list(fc.oneof(reading, plainReading, plainReading)) }),
  [EVENT_TYPES.deviceStatus]: fc.record({ devices: list(device) }),
  [EVENT_TYPES.transmission]: fc.record({ transmissions: list(transmission) }),
  [EVENT_TYPES.submission]: fc.record({ submissions: list(submission) }),
  [EVENT_TYPES.registryEntry]: fc.constantFrom(GOOD_DATA[EVENT_TYPES.registryEntry], {}),
};

/** Events of any type, most of them good, many of them spoilt in one place or several. */
export const anyEvent: fc.Arbitrary<Record<string, unknown>> = fc
  .constantFrom(...Object.values(EVENT_TYPES))
  .chain((type) =>
    record(
      {
        data: DATA[type],
        id,
        source: id,
        subject: fc.constantFrom('p1', 'park-2', 'P 3'),
        time,
        sequence: fc.nat(),
        replay: fc.boolean(),
      },
      ['data'],
    ).map((changes) => eventOf(type, changes)),
  );

const tidyTime = fc
  .date({ min: new Date('2000-01-02'), max: new Date('2026-11-24T06:05:00Z'), noInvalidDate: true })
  .chain((date) =>
    fc.constantFrom(
      date.toISOString(),
      `${date.toISOString().slice(0, 19)}+08:00`,
      `${date.toISOString().slice(0, 19)}Z`,
    ),
  );
const tidyId = fc.constantFrom('D-1', 'D-2', 'E-3', 'urn:x:7', 'a b');
const tidyReading = fc.oneof(
  fc.record(
    {
      measure: fc.constantFrom('iot_access_ratio_design', 'smart_factory_share'),
      numerator: fc.nat(9),
      denominator: fc.integer({ min: 9, max: 20_000 }),
      time: tidyTime,
    },
    { requiredKeys: ['measure', 'numerator', 'denominator'] },
  ),
  fc.record(
    {
      measure: fc.constantFrom('video_retention_days', 'monitor_online_ratio'),
      value: fc.oneof(
        fc.nat(1000).map((value) => value / 1000),
        fc.double({ min: 1e-6, max: 1, noNaN: true }).filter((value) => value < 1),
      ),
      time: tidyTime,
      missing: fc.array(tidyId, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['measure', 'value'] },
  ),
);
const tidyDevice = fc.record(
  { device: tidyId, state: fc.constantFrom('online', 'offline', 'fault', 'maintenance'), time: tidyTime },
  { requiredKeys: ['device', 'state'] },
);
const tidyList = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 6 });

/** Events of the two frequent types as real producers write them. */
const tidyEvent: fc.Arbitrary<Record<string, unknown>> = fc
  .oneof(
    tidyList(tidyReading).map((readings) => eventOf(EVENT_TYPES.reading, { data: { readings } })),
    tidyList(tidyDevice).map((devices) => eventOf(EVENT_TYPES.deviceStatus, { data: { devices } })),
  )
  .chain((event) =>
    fc
      .record(
        { id: tidyId, source: tidyId, time: tidyTime, sequence: fc.nat(), replay: fc.constant(true) },
        { requiredKeys: ['id', 'time'] },
      )
      .map((changes) => ({ ...event, ...changes })),
  );

/** An event as JSON, its members in any order and with or without white space. */
const written = (event: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<string> =>
  event.chain((members) =>
    fc
      .tuple(
        fc.shuffledSubarray(Object.entries(members), { minLength: Object.keys(members).length }),
        fc.constantFrom(undefined, 1, '\t'),
      )
      .map(([entries, indent]) => JSON.stringify(Object.fromEntries(entries), null, indent)),
  );

export const anyEventText: fc.Arbitrary<string> = written(anyEvent);
export const tidyEventText: fc.Arbitrary<string> = written(tidyEvent);
