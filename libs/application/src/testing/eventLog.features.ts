import type * as Vitest from 'vitest';
import type {
  EventLog,
  LogAlarm,
  LogBatch,
  LogRecord,
  NewRecord,
  StoredPosition,
  StreamId,
  Subscriber,
} from '../ports.js';

/** A log under test, with nothing in it. */
export interface LogHarness {
  /** Opens a client of it; a second one sees the same records (where one process is all there is, it may be the same object). */
  open(): Promise<EventLog>;
  /** Names a topic nobody has used, with at least two partitions. */
  topic(): Promise<string>;
  close(): Promise<void>;
}

/** Test functions are handed in, so that production code can carry this suite without its test runner. */
export type TestRunner = Pick<typeof Vitest, 'describe' | 'it' | 'expect' | 'beforeAll' | 'afterAll'>;

/** What every event log must do, whatever it is made of. */
export function eventLogFeatures(
  { describe, it, expect, beforeAll, afterAll }: TestRunner,
  name: string,
  start: () => Promise<LogHarness>,
): void {
  describe(`the ${name} event log`, () => {
    let harness: LogHarness;
    let log: EventLog;
    beforeAll(async () => {
      harness = await start();
      log = await harness.open();
    });
    afterAll(() => harness.close());

    it('hands over what was appended, in order within a partition, with keys, headers and tombstones', async () => {
      const topic = await harness.topic();
      const records = [
        record('p1', 'one', { 'content-type': 'application/json', traceparent: '00-αβγ' }),
        record('p1', null),
        record('p1', ''),
        { key: 'p1', value: Uint8Array.from([0, 255, 128, 10]), headers: {} },
      ];
      const before = Date.now();
      const positions = await log.append(topic, records);
      const reader = new Reader();
      const subscription = await log.subscribe([topic], reader);
      await reader.until(records.length);
      await subscription.stop();
      expect(positions.map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
      expect(new Set(positions.map(({ partition }) => partition)).size).toBe(1);
      expect(reader.records.map(plain)).toEqual(
        records.map((each, offset) => plain({ ...each, offset, receivedAt: 0 })),
      );
      for (const { receivedAt } of reader.records) expect(Math.abs(receivedAt - before)).toBeLessThan(60_000);
    });

    it('keeps one key in one partition, and tells where each record went', async () => {
      const topic = await harness.topic();
      const keys = Array.from({ length: 40 }, (_, index) => `park-${index % 10}`);
      const positions = await log.append(
        topic,
        keys.map((key, index) => record(key, String(index))),
      );
      const partitions = new Map<string, Set<number>>();
      for (const [index, { partition }] of positions.entries()) {
        const key = keys[index] ?? '';
        partitions.set(key, (partitions.get(key) ?? new Set()).add(partition));
      }
      for (const used of partitions.values()) expect(used.size).toBe(1);
      const reader = new Reader();
      const subscription = await log.subscribe([topic], reader);
      await reader.until(keys.length);
      await subscription.stop();
      for (const [index, position] of positions.entries()) {
        const found = reader.at(position.partition, position.offset);
        expect(found?.key).toBe(keys[index]);
        expect(textOf(found)).toBe(String(index));
      }
    });

    it('has a record for good once append has resolved: another client finds it', async () => {
      const topic = await harness.topic();
      const [position] = await log.append(topic, [record('p1', 'kept')]);
      const other = await harness.open();
      const reader = new Reader();
      const subscription = await other.subscribe([topic], reader);
      await reader.until(1);
      await subscription.stop();
      expect(reader.at(position?.partition ?? -1, position?.offset ?? -1)).toBeDefined();
    });

    it('hands over what is appended while somebody listens', async () => {
      const topic = await harness.topic();
      const reader = new Reader();
      const subscription = await log.subscribe([topic], reader);
      await log.append(topic, [record('p1', 'first')]);
      await reader.until(1);
      await log.append(topic, [record('p1', 'second')]);
      await reader.until(2);
      await subscription.stop();
      expect(reader.records.map(textOf)).toEqual(['first', 'second']);
    });

    it('goes on from the offset the subscriber gives', async () => {
      const topic = await harness.topic();
      const positions = await log.append(topic, numbered('p1', 10));
      const partition = positions[0]?.partition ?? 0;
      const reader = new Reader({ assigned: (stream) => (stream.partition === partition ? 7 : null) });
      const subscription = await log.subscribe([topic], reader);
      await reader.until(3);
      await subscription.stop();
      expect(reader.records.map(({ offset }) => offset)).toEqual([7, 8, 9]);
      expect(reader.batches.at(-1)?.nextOffset).toBe(10);
    });

    it('goes on in silence from where it has led the subscriber, given back what it told of that place', async () => {
      const topic = await harness.topic();
      const reader = new Reader();
      for (const text of ['one', 'two']) {
        await log.append(topic, [record('p1', text)]);
        const subscription = await log.subscribe([topic], reader);
        await reader.untilTrue(() => reader.records.map(textOf).includes(text));
        await subscription.stop();
      }
      expect(reader.records.map(textOf)).toEqual(['one', 'two']);
      expect(reader.alarms).toEqual([]);
    });

    it('hands the same batch over again, and nothing after it, when it was not stored', async () => {
      const topic = await harness.topic();
      let refusals = 2;
      const reader = new Reader({
        batch: () => {
          refusals -= 1;
          return refusals >= 0 ? Promise.reject(new Error('not stored')) : Promise.resolve();
        },
      });
      const subscription = await log.subscribe([topic], reader);
      await log.append(topic, numbered('p1', 5));
      await reader.until(5);
      await subscription.stop();
      const firsts = reader.offered.map(({ records }) => records[0]?.offset);
      expect(firsts.slice(0, 3)).toEqual([0, 0, 0]);
      expect(reader.records.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4]);
    });

    it('lets one partition go on while another cannot', async () => {
      const topic = await harness.topic();
      const [stuckKey, freeKey] = await twoPartitions(log, await harness.topic());
      const [stuck] = await log.append(topic, [record(stuckKey, 'stuck')]);
      const reader = new Reader({
        batch: ({ stream }) =>
          stream.partition === stuck?.partition
            ? Promise.reject(new Error('cannot be stored'))
            : Promise.resolve(),
      });
      const subscription = await log.subscribe([topic], reader);
      await log.append(topic, numbered(freeKey, 20));
      await reader.untilTrue(() => reader.records.filter(({ key }) => key === freeKey).length >= 20);
      await subscription.stop();
      expect(reader.records.some(({ key }) => key === stuckKey)).toBe(false);
    });

    it('calls the subscriber with one batch of a partition at a time', async () => {
      const topic = await harness.topic();
      const running = new Map<number, number>();
      let most = 0;
      const reader = new Reader({
        batch: async ({ stream: { partition } }) => {
          running.set(partition, (running.get(partition) ?? 0) + 1);
          most = Math.max(most, running.get(partition) ?? 0);
          await sleep(2);
          running.set(partition, (running.get(partition) ?? 0) - 1);
        },
      });
      const subscription = await log.subscribe([topic], reader);
      for (let index = 0; index < 20; index += 1)
        await log.append(topic, [record(`p${index % 5}`, String(index))]);
      await reader.until(20);
      await subscription.stop();
      expect(most).toBe(1);
    });

    it('skips nothing while several clients append at once', async () => {
      const topic = await harness.topic();
      const reader = new Reader();
      const subscription = await log.subscribe([topic], reader);
      const clients = [log, await harness.open(), await harness.open()];
      const appended = await Promise.all(
        clients.flatMap((client, number) =>
          Array.from({ length: 30 }, (_, index) =>
            client.append(topic, [record('p1', `${number}/${index}`), record('p2', '')]),
          ),
        ),
      );
      await reader.until(180);
      await subscription.stop();
      const places = appended.flat().map(({ partition, offset }) => `${partition}/${offset}`);
      expect(new Set(places).size).toBe(180);
      expect(new Set(reader.places())).toEqual(new Set(places));
      for (const offsets of reader.offsetsByPartition().values())
        expect(offsets).toEqual(offsets.map((_, index) => index));
    });

    it('stops after the batch in work, and calls nobody afterwards', async () => {
      const topic = await harness.topic();
      await log.append(topic, [record('p1', 'one')]);
      let finish: () => void = () => undefined;
      let isFinished = false;
      const reader = new Reader({
        batch: () =>
          new Promise((resolve) => {
            finish = () => {
              isFinished = true;
              resolve();
            };
          }),
      });
      const subscription = await log.subscribe([topic], reader);
      await reader.untilTrue(() => reader.offered.length === 1);
      const stopped = subscription.stop().then(() => isFinished);
      await sleep(50);
      finish();
      expect(await stopped).toBe(true);
      await log.append(topic, [record('p1', 'two')]);
      await sleep(100);
      expect(reader.offered).toHaveLength(1);
    });

    it('says where each partition ends', async () => {
      const topic = await harness.topic();
      const positions = await log.append(topic, numbered('p1', 3));
      const ends = await log.ends([topic]);
      expect(ends.length).toBeGreaterThanOrEqual(2);
      for (const { partition, end } of ends) expect(end).toBe(partition === positions[0]?.partition ? 3 : 0);
    });

    it('says so loudly when the stored offset lies beyond its end, and starts over', async () => {
      const topic = await harness.topic();
      const [position] = await log.append(topic, [record('p1', 'one')]);
      const reader = new Reader({
        assigned: ({ partition }) => (partition === position?.partition ? 100 : null),
      });
      const subscription = await log.subscribe([topic], reader);
      await reader.until(1);
      await subscription.stop();
      expect(reader.alarms).toContainEqual(expect.objectContaining({ kind: 'recreated', lost: 99 }));
      expect(reader.records.map(textOf)).toEqual(['one']);
    });
  });
}

interface Behaviour {
  readonly assigned?: (stream: StreamId) => number | null;
  readonly batch?: (batch: LogBatch) => Promise<void>;
}

const PATIENCE_MS = 30_000;

/** A subscriber that notes everything; a batch counts as stored when its behaviour resolves. */
class Reader implements Subscriber {
  readonly offered: LogBatch[] = [];
  readonly batches: LogBatch[] = [];
  readonly alarms: LogAlarm[] = [];

  constructor(private readonly behaviour: Behaviour = {}) {}

  get records(): readonly LogRecord[] {
    return this.batches.flatMap(({ records }) => records);
  }

  assigned(stream: StreamId): Promise<StoredPosition | null> {
    const stored = this.batches.filter((batch) => batch.stream.partition === stream.partition).at(-1);
    const nextOffset = stored?.nextOffset ?? this.behaviour.assigned?.(stream) ?? null;
    return Promise.resolve(nextOffset === null ? null : { nextOffset, tail: stored?.tail ?? null });
  }

  async batch(batch: LogBatch): Promise<void> {
    this.offered.push(batch);
    await this.behaviour.batch?.(batch);
    this.batches.push(batch);
  }

  revoked(): void {
    return undefined;
  }

  alarm(alarm: LogAlarm): void {
    this.alarms.push(alarm);
  }

  until(count: number): Promise<void> {
    return this.untilTrue(() => this.records.length >= count);
  }

  async untilTrue(condition: () => boolean): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; !condition(); await sleep(5)) {
      if (Date.now() > end)
        throw new Error(`not within ${PATIENCE_MS} ms; so far ${this.places().join(' ')}`);
    }
  }

  at(partition: number, offset: number): LogRecord | undefined {
    const own = this.batches.filter(({ stream }) => stream.partition === partition);
    return own.flatMap(({ records }) => records).find((each) => each.offset === offset);
  }

  places(): readonly string[] {
    return this.batches.flatMap(({ stream, records }) =>
      records.map(({ offset }) => `${stream.partition}/${offset}`),
    );
  }

  offsetsByPartition(): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    for (const { stream, records } of this.batches) {
      const offsets = found.get(stream.partition) ?? [];
      offsets.push(...records.map(({ offset }) => offset));
      found.set(stream.partition, offsets);
    }
    return found;
  }
}

function record(key: string, text: string | null, headers: Readonly<Record<string, string>> = {}): NewRecord {
  return { key, value: text === null ? null : new TextEncoder().encode(text), headers };
}

function numbered(key: string, count: number): readonly NewRecord[] {
  return Array.from({ length: count }, (_, index) => record(key, String(index)));
}

/** Finds two keys that lie in different partitions, by a topic made for it. */
async function twoPartitions(log: EventLog, topic: string): Promise<readonly [string, string]> {
  const keys = Array.from({ length: 32 }, (_, index) => `key-${index}`);
  const positions = await log.append(
    topic,
    keys.map((key) => record(key, 'probe')),
  );
  const other = positions.findIndex(({ partition }) => partition !== positions[0]?.partition);
  if (other < 0) throw new Error(`all of ${keys.length} keys are in one partition`);
  return [keys[0] ?? '', keys[other] ?? ''];
}

function plain({ key, value, headers, offset }: LogRecord): unknown {
  return { key, value: value === null ? null : [...value], headers, offset };
}

function textOf(record: LogRecord | undefined): string | null {
  return record?.value == null ? null : new TextDecoder().decode(record.value);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
