import kafkajs from 'kafkajs';
import { sleep } from '../bench/postgresServer.js';
import { produce, toMessage } from '../bench/produce.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
const { ConfigResourceTypes } = kafkajs;
const BOMB_BYTES = 80 * 1024 * 1024;

/** The broker packs what comes by the codec of the topic, with the libraries that Java clients use. */
async function packBy(world: World, codec: string): Promise<void> {
  const resources = ['measures', 'devices'].map((name) => ({
    type: ConfigResourceTypes.TOPIC,
    name: world.prefix + name,
    configEntries: [
      { name: 'compression.type', value: codec },
      { name: 'message.timestamp.type', value: 'LogAppendTime' },
      { name: 'max.message.bytes', value: '16000000' },
    ],
  }));
  await world.administer((admin) => admin.alterConfigs({ validateOnly: false, resources }));
  await sleep(1000);
}

async function packed(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '25');
  try {
    const worker = await world.worker('a');
    for (const codec of CODECS) {
      await packBy(world, codec);
      await world.send({ events: 1500 });
    }
    await packBy(world, 'producer');
    const findings = new Findings().require(worker.endings.length === 0, 'the worker ended');
    await standard(world, findings);
    await unreadable(world, findings);
    return findings;
  } finally {
    await world.close();
  }
}

/** A batch cannot be unpacked: its partition stands, nothing is passed over, the others go on. */
async function unreadable(world: World, findings: Findings): Promise<void> {
  const worker = world.workers[0]!;
  const time = new Date(Date.now() - 1000).toISOString();
  const good = (id: string) =>
    toMessage('f01', id, time, [{ measure: 'data_lake_ratio', numerator: 1, denominator: 2 }]);
  await sendBomb(world);
  await sleep(1000);
  const message = (id: string, partition: number) => ({ ...good(id), partition });
  await produce(world, [message('behind', 0)]);
  await produce(world, [message('beside', 1)]);
  const stored = async () =>
    world.ground.postgres.rows<{ id: string }>(
      world.database,
      `SELECT id FROM event WHERE id IN ('behind', 'beside')`,
    );
  for (const end = Date.now() + 30_000; !worker.log.includes('CODEC_UNSUPPORTED') && Date.now() < end;)
    await sleep(200);
  for (const end = Date.now() + 20_000; (await stored()).length < 1 && Date.now() < end;) await sleep(200);
  const ids = (await stored()).map(({ id }) => id);
  findings
    .require(worker.log.includes('CODEC_UNSUPPORTED'), 'nobody is told CODEC_UNSUPPORTED')
    .require(!ids.includes('behind'), 'what lies behind the unreadable batch was read: it was passed over')
    .require(ids.includes('beside'), 'the other partitions stand too')
    .require(worker.endings.length === 0, 'the worker ended');
}

/** More than any record may have once it is unpacked, and small on its way: a bomb. */
async function sendBomb(world: World): Promise<void> {
  const kafka = new kafkajs.Kafka({
    brokers: world.ground.kafka.internal.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({
    topic: `${world.prefix}measures`,
    compression: kafkajs.CompressionTypes.GZIP,
    messages: [{ key: 'f01', value: 'x'.repeat(BOMB_BYTES), partition: 0 }],
  });
  await producer.disconnect();
}

export const PACKED: readonly FaultRow[] = [
  {
    row: '25',
    fault: 'Topics packed by gzip, snappy, lz4 and zstd; then a batch that is a bomb (80 MB in 80 KB)',
    required:
      'all read (std); the unreadable one stops its partition with CODEC_UNSUPPORTED, nothing is passed over',
    run: packed,
  },
];
