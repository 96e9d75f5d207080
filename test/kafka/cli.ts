import { pinned } from './kafkaSetting.js';
import { startKafka, type KafkaCluster } from './startKafka.js';

const usage = `Starts Apache Kafka ${pinned.kafka} on loopback until interrupted, and prints where it is as one line of JSON.

  node test/dist/kafka/cli.js [1|3] [name=value ...]

  1|3          number of brokers (1)
  name=value   broker properties, such as log.retention.ms=60000
`;

async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) return void process.stdout.write(usage);
  const properties = Object.fromEntries(words.filter((word) => word.includes('=')).map(splitAtEquals));
  const kafka = await startKafka({ brokers: words.includes('3') ? 3 : 1, properties });
  const brokers = kafka.brokers.map(({ id, pid, port }) => ({ id, pid, port }));
  const { origin, bootstrap, internal, startMs } = kafka;
  process.stdout.write(`${JSON.stringify({ origin, bootstrap, internal, startMs, brokers })}\n`);
  if (origin === 'started') stopOnSignal(kafka);
}

function splitAtEquals(word: string): [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function stopOnSignal(kafka: KafkaCluster): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void kafka.stop().then(() => process.exit(0)));
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
