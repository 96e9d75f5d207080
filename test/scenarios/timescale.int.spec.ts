import type { ReadModel } from '@parkpulse/application';
import { DEFAULT_TOPICS } from '@parkpulse/contracts';
import { HGT_6313_2024, type Instant } from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import { Pipeline } from './support/pipeline.js';
import { type Scenario, play, readScenarios } from './support/scenario.js';

const isGiven = process.env['TIMESCALE_URL'] !== undefined;
const why = isGiven ? '' : ' (NOT RUN: TIMESCALE_URL names no server with TimescaleDB)';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KINDS = ['reading', 'state', 'transmission', 'submission', 'registry'] as const;
const MEASURES = HGT_6313_2024.measures.map(({ key }) => key);
const INDICATORS = HGT_6313_2024.indicators.map(({ id }) => id);

interface Asked {
  readonly read: ReadModel;
  readonly park: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** A question for each that there is: one that is added and not asked here does not compile. */
const QUESTIONS: { readonly [Name in keyof ReadModel]: (asked: Asked) => Promise<unknown> } = {
  parks: ({ read }) => read.parks(),
  park: ({ read, park }) => read.park(park),
  snapshotAt: ({ read, park, to }) =>
    each([null, to - HOUR], (knownAt) => read.snapshotAt(park, to, knownAt)),
  levelsAt: ({ read, park, to }) => each([null, to - HOUR], (knownAt) => read.levelsAt(park, to, knownAt)),
  clausesAt: ({ read, park, to }) => each([null, to - HOUR], (knownAt) => read.clausesAt(park, to, knownAt)),
  scoreAt: ({ read, park, to }) => each([null, to - HOUR], (knownAt) => read.scoreAt(park, to, knownAt)),
  scoresBetween: ({ read, park, from, to }) => read.scoresBetween(park, from, to),
  levelsBetween: ({ read, park, from, to }) =>
    each([null, ...INDICATORS], (indicator) => read.levelsBetween(park, from, to, indicator)),
  movesBetween: ({ read, park, from, to }) =>
    each([null, 3], (count) =>
      each([null, ...INDICATORS], (indicator) => read.movesBetween(park, from, to, { indicator, count })),
    ),
  clausesBetween: ({ read, park, from, to }) =>
    read.clausesBetween(park, from, to, ['I10.S4.m1', 'I10.S3.m1']),
  scorePoints: ({ read, park, from, to }) =>
    each(['z', 'primary', 'secondary'] as const, (part) => read.scorePoints(park, from, to, part)),
  levelPoints: ({ read, park, from, to }) => read.levelPoints(park, from, to, INDICATORS),
  readingValues: ({ read, park, from, to }) =>
    each(MEASURES, (measure) =>
      each([from, to - HOUR], (since) =>
        read.readingValues(park, measure, { from: since, to, enterprise: null, before: 12 }),
      ),
    ),
  measurePoints: ({ read, park, from, to }) =>
    each(MEASURES, (measure) =>
      each([undefined, to - HOUR], (at) => read.measurePoints(park, measure, from, to, at)),
    ),
  measureValues: ({ read, park, from, to }) =>
    each(MEASURES, (measure) => read.measureValues(park, measure, from, to)),
  status: ({ read, park }) => read.status(park),
  feeds: ({ read, park }) => read.feeds(park),
  deadLetters: ({ read }) => read.deadLetters({ park: null, code: null }, { limit: 100, after: null }),
  deadLettersById: ({ read }) => read.deadLettersById(['1', '2', '3']),
  attestations: ({ read, park }) => read.attestations(park),
  firstMoment: ({ read, park }) => read.firstMoment(park),
  maintenances: ({ read, park, from, to }) => read.maintenances(park, from, to),
  facts: ({ read, park, from, to }) =>
    each([undefined, to - HOUR], (knownAt) =>
      read.facts(park, { kinds: [...KINDS], from, to, ...(knownAt === undefined ? {} : { knownAt }) }),
    ),
  readingsBefore: ({ read, park, to }) =>
    each([1, 3], (count) =>
      each([to, to - HOUR], (before) => read.readingsBefore(park, MEASURES, before, count, to)),
    ),
  reportingDevices: ({ read, park }) => read.reportingDevices(park),
  firstOnline: ({ read, park, to }) => each([undefined, to - HOUR], (at) => read.firstOnline(park, at)),
  statesBefore: ({ read, park, to }) => each([to, to - HOUR], (before) => read.statesBefore(park, before)),
  registry: ({ read, park, to }) => each([undefined, to - HOUR], (at) => read.registry(park, at)),
  definitions: ({ read, park }) => read.definitions(park),
};

function each<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  return items.reduce<Promise<readonly Answer[]>>(
    async (before, item) => [...(await before), await ask(item)],
    Promise.resolve([]),
  );
}

async function lived(scenario: Scenario, server: 'given' | 'embedded') {
  const pipeline = await Pipeline.start({
    now: scenario.start,
    topics: DEFAULT_TOPICS,
    workers: 1,
    openLog: ({ eventLog }) => eventLog,
    server,
  });
  try {
    const milestones = await play(scenario, pipeline, DEFAULT_TOPICS);
    const answers = new Map<string, unknown>();
    const to = pipeline.clock.now();
    const asked = {
      read: pipeline.ports.read,
      park: scenario.park,
      from: scenario.start - 40 * DAY,
      to: to + 1,
    };
    for (const [name, ask] of Object.entries(QUESTIONS)) answers.set(name, await ask(asked));
    return { variant: pipeline.ports.migration.variant, texts: milestones.map(({ text }) => text), answers };
  } finally {
    await pipeline.stop();
  }
}

describe.skipIf(!isGiven)(`TimescaleDB and plain PostgreSQL${why}`, () => {
  it.each(readScenarios().map((scenario) => [scenario.name, scenario] as const))(
    'answer every question alike: %s',
    async (_name, scenario) => {
      const [timescale, plain] = [await lived(scenario, 'given'), await lived(scenario, 'embedded')];
      expect([timescale.variant, plain.variant]).toEqual(['timescale', 'plain']);
      expect(timescale.texts).toEqual(plain.texts);
      for (const [name, answer] of plain.answers) expect(timescale.answers.get(name), name).toEqual(answer);
      expect(timescale.answers.size).toBe(Object.keys(QUESTIONS).length);
    },
  );
});
