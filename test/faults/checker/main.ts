import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { LedgerLine } from '../producer/main.js';
import {
  countDuplicates,
  eachAcknowledgedIsThere,
  eachEventOnce,
  eachOffsetOnce,
  isDeleted,
  offsetsAtEnd,
} from './accounts.js';
import { checkPublication } from './publication.js';
import { type Held, readDatabase, rowsOf } from './readDatabase.js';
import { placeOf, readLog } from './readLog.js';
import type { CheckerTask, CheckerVerdict } from './task.js';

const INCOMING = ['measures', 'devices'];
const MOST_TOLD = 20;

/**
 * Compares three things none of which knows the others: what the producer wrote down, what the brokers hold, what the
 * database holds. Shares no code with the product.
 */
async function main(task: CheckerTask): Promise<CheckerVerdict> {
  const ledger = readLedger(task.ledger);
  const log = await readLog(
    task,
    INCOMING.map((name) => task.prefix + name),
  );
  const client = new Client({ connectionString: task.databaseUrl });
  await client.connect();
  const held = await readDatabase(rowsOf(client));
  const publication = await checkPublication(task, rowsOf(client));
  await client.end();
  const acknowledged = new Set(ledger.map(placeOf));
  return {
    faults: [...accountFaults(task, ledger, log, held), ...publication.faults],
    figures: {
      records: log.records.length,
      acknowledged: ledger.length,
      stored: held.events.length,
      duplicates: countDuplicates(log.records, held.events),
      deadLetters: held.letters.length,
      unacknowledgedCopies: log.records.filter((record) => !acknowledged.has(placeOf(record))).length,
      published: publication.told,
      publishedCopies: publication.copies,
    },
  };
}

function accountFaults(
  task: CheckerTask,
  ledger: readonly LedgerLine[],
  { records, ends }: Awaited<ReturnType<typeof readLog>>,
  { events, letters, offsets, touches }: Held,
): readonly string[] {
  return [
    ...eachAcknowledgedIsThere(ledger, records, task),
    ...eachOffsetOnce(ledger, records, {
      events,
      letters: letters.filter((letter) => !isDeleted(task, letter)),
    }),
    ...eachEventOnce(task, ledger, records, events),
    ...offsetsAtEnd(ends, offsets),
    ...(touches === 0 ? [] : [`${touches} touches are not assessed`]),
  ];
}

function readLedger(path: string): readonly LedgerLine[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LedgerLine);
}

main(JSON.parse(process.argv[2] ?? '{}') as CheckerTask).then(
  ({ faults, figures }) =>
    process.stdout.write(
      `${JSON.stringify({ faults: faults.slice(0, MOST_TOLD), count: faults.length, figures })}\n`,
    ),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
