import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ledger } from './support/ledger.js';
import { Logs, records, until } from './support/logs.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

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
});
