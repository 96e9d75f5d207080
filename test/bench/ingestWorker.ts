import { openKafkaLog } from '@parkpulse/adapter-kafka';
import { openPostgres } from '@parkpulse/adapter-postgres';
import { startIngest } from '@parkpulse/application';
import { topicNames } from '@parkpulse/contracts';
import { HGT_6313_2024 } from '@parkpulse/domain';

/** What the process is told, as one argument of JSON. */
export interface IngestTask {
  readonly brokers: string;
  readonly group: string;
  readonly prefix: string;
  readonly url: string;
}

/** The product's way from Kafka into the database, as the server composes it, without assessment. */
async function main(task: IngestTask): Promise<void> {
  const postgres = await openPostgres({ connection: task.url });
  const log = openKafkaLog({ brokers: task.brokers.split(','), groupId: task.group });
  const { measures } = HGT_6313_2024;
  const traits = measures.map(
    ({ key, unit, scope, cappedAtOne }) => [key, { unit, scope, mayExceedOne: !cappedAtOne }] as const,
  );
  await startIngest({
    log,
    store: postgres.ingest,
    catalogue: new Map(traits),
    topics: topicNames(task.prefix),
    onStored: () => undefined,
    onAlarm: (alarm) => process.stderr.write(`${JSON.stringify(alarm)}\n`),
  });
  process.once(
    'SIGTERM',
    () =>
      void log
        .close()
        .then(() => postgres.close())
        .then(() => process.exit(0)),
  );
  process.stdout.write('ready\n');
}

main(JSON.parse(process.argv[2] ?? '{}') as IngestTask).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
