import kafkajs from 'kafkajs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ledger } from './support/ledger.js';
import { Logs, records, sleep, until } from './support/logs.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

const { CompressionCodecs, CompressionTypes } = kafkajs;

whenKafka('records packed by the broker', () => {
  let kafka: KafkaCluster;
  let logs: Logs;
  beforeAll(async () => {
    kafka = await startKafka();
    logs = new Logs(kafka);
  });
  afterAll(async () => {
    await logs?.close();
    await kafka?.stop();
  });

  // The broker packs by the codec of the topic, with the same libraries that the Java clients use.
  for (const codec of ['gzip', 'snappy', 'lz4', 'zstd']) {
    it(`by ${codec} are read as they were written`, async () => {
      const topic = `codec.${codec}.${process.pid}.${Date.now()}`;
      const admin = logs.client().admin();
      await admin.connect();
      await admin.createTopics({
        topics: [{ topic, numPartitions: 1, configEntries: [{ name: 'compression.type', value: codec }] }],
      });
      await admin.disconnect();
      const log = logs.open({ groupId: topic });
      const texts = [
        ...Array.from({ length: 500 }, (_, index) => `园区 ${index} ${'ab'.repeat(index % 40)}`),
        'x'.repeat(200_000),
      ];
      // Repeats nothing, so that blocks are stored unpacked too.
      const noise = gzipSync(Buffer.from(texts.join())).toString('base64');
      await log.append(topic, records('k', [...texts, noise]));
      const ledger = new Ledger();
      const subscription = await log.subscribe([topic], ledger.worker('a').subscriber);
      await until('all read', () => ledger.rows.length === 502);
      await subscription.stop();
      expect(ledger.rows.map(({ text }) => text)).toEqual([...texts, noise]);
    });
  }

  it('that cannot be unpacked stop their own partition and no other, and nothing is passed over', async () => {
    const topic = `codec.bomb.${process.pid}.${Date.now()}`;
    const log = logs.open({ groupId: topic, partitions: 2 });
    await log.append(topic, records(null, ['before', 'before too']));
    const producer = logs.client().producer();
    await producer.connect();
    const unpack = (CompressionCodecs[CompressionTypes.GZIP] as () => object)();
    // The product writes nothing packed: for once this process does.
    const pack = ({ buffer }: { readonly buffer: Buffer }) => Promise.resolve(gzipSync(buffer));
    CompressionCodecs[CompressionTypes.GZIP] = () => ({ ...unpack, compress: pack });
    // More than any fetch may unpack to, and small on its way.
    const bomb = { partition: 0, value: 'x'.repeat(80 * 1024 * 1024) };
    await producer.send({ topic, compression: CompressionTypes.GZIP, messages: [bomb] });
    const ledger = new Ledger();
    const worker = ledger.worker('a');
    const subscription = await log.subscribe([topic], worker.subscriber);
    await until('told', () => worker.alarms.length > 0);
    const behind = [0, 1].map((partition) => ({ partition, value: `behind in ${partition}` }));
    await producer.send({ topic, messages: behind });
    await producer.disconnect();
    await until('the other partition read on', () => ledger.rows.some(({ text }) => text === 'behind in 1'));
    await sleep(2000);
    await subscription.stop();
    expect(worker.alarms).toMatchObject([{ code: 'CODEC_UNSUPPORTED' }, { kind: 'reachable' }]);
    expect(ledger.rows.map(({ text }) => text)).not.toContain('behind in 0');
    expect(ledger.stands(0) ?? 0).toBeLessThanOrEqual(1);
  });
});
