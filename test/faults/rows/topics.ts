import { awaitAlarms } from '../bench/alarms.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

async function deletedUnread(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '20');
  try {
    const first = await world.worker('a');
    await world.send({ events: 3000 });
    await world.settle();
    await first.end('SIGTERM');
    await world.send({ events: 3000 });
    const topic = `${world.prefix}measures`;
    const kept = await world.administer(async (admin) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const held = ends.filter(({ high }) => Number(high) > 0);
      const partitions = held.sort((a, b) => a.partition - b.partition).slice(0, 2);
      const middle = partitions.map(({ partition, high }) => ({
        partition,
        offset: String(Number(high) - 20),
      }));
      await admin.deleteTopicRecords({ topic, partitions: middle });
      return new Map(middle.map(({ partition, offset }) => [partition, Number(offset)]));
    });
    const stood = await ground.postgres.rows<{ partition: number; next: number }>(
      world.database,
      'SELECT partition, next_offset::int AS next FROM stream_offset WHERE topic = $1',
      [topic],
    );
    const second = await world.worker('b');
    const findings = new Findings();
    const told = await awaitAlarms(second, 'gap', kept.size, 20_000);
    for (const [partition, low] of kept) {
      const next = stood.find((each) => each.partition === partition)?.next ?? 0;
      const isTold = told.some(
        (alarm) =>
          alarm.stream.partition === partition &&
          alarm.stream.topic === topic &&
          alarm.from === next &&
          alarm.to === low,
      );
      findings.require(isTold, `the gap ${partition}: ${next} to ${low} was not told`);
    }
    findings.require(told.length === kept.size, `${told.length} gaps told, not ${kept.size}`);
    findings.note({
      'gaps told': told.length,
      'records lost and named': told.reduce((sum, { from, to }) => sum + to - from, 0),
    });
    const deletedBelow = Object.fromEntries(
      [...kept].map(([partition, low]) => [`${topic}/${partition}`, low]),
    );
    return await standard(world, findings, { deletedBelow });
  } finally {
    await world.close();
  }
}

async function recreated(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '21');
  try {
    const worker = await world.worker('a');
    await world.send({ events: 3000, poison: 0 });
    await world.settle();
    const topic = `${world.prefix}devices`;
    const before = await ground.postgres.rows<{ id: string }>(world.database, 'SELECT id FROM event');
    await world.administer((admin) => admin.deleteTopics({ topics: [topic] }));
    await sleep(1500);
    await world.createTopics(['devices']).catch(() => undefined);
    // Longer than the old one was: the offset alone would not tell.
    await world.send({ events: 9000, poison: 0 });
    const findings = new Findings();
    const told = await awaitAlarms(worker, 'recreated', 1, 20_000);
    findings.require(
      told.some(({ stream }) => stream.topic === topic),
      'nobody was told that the topic was made again',
    );
    await world.settle();
    const after = new Set(
      (await ground.postgres.rows<{ id: string }>(world.database, 'SELECT id FROM event')).map(
        ({ id }) => id,
      ),
    );
    findings.require(
      before.every(({ id }) => after.has(id)),
      'events of the old topic are gone',
    );
    findings.note({ alarms: told.length, ended: worker.endings.length });
    return await standard(world, findings, {
      deletedBelow: Object.fromEntries(
        Array.from({ length: 6 }, (_, partition) => [`${topic}/${partition}`, Number.MAX_SAFE_INTEGER]),
      ),
    });
  } finally {
    await world.close();
  }
}

async function morePartitions(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '23');
  try {
    const worker = await world.worker('a');
    await world.send({ events: 2000 });
    await world.settle();
    const added = Date.now();
    await world.administer((admin) =>
      admin.createPartitions({
        topicPartitions: ['measures', 'devices'].map((name) => ({ topic: world.prefix + name, count: 12 })),
      }),
    );
    await world.send({ events: 6000, partitions: 12 });
    const noticed = await world.recovery(added, 90_000, ({ partition }) => partition >= 6);
    const findings = new Findings().within('first commit in a new one', noticed, 60_000);
    await standard(world, findings);
    const used = new Set((await world.writes()).map(({ topic, partition }) => `${topic}/${partition}`)).size;
    return findings
      .note({ 'partitions written': used })
      .require(worker.endings.length === 0, 'the worker ended');
  } finally {
    await world.close();
  }
}

export const TOPICS: readonly FaultRow[] = [
  {
    row: '20',
    fault: 'Retention deleted unread offsets',
    required: 'alarm naming partition and count; resume at the earliest; never silent',
    run: deletedUnread,
  },
  {
    row: '21',
    fault: 'Topic deleted and made again, longer than the stored offset',
    required: 'detected by topic id; alarm; restart at 0 with id dedupe; 0 skipped',
    run: recreated,
  },
  {
    row: '23',
    fault: 'Partitions 6 → 12 live',
    required: 'new ones consumed ≤ 60 s from their first record; std',
    run: morePartitions,
  },
];
