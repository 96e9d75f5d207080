import { type ConnectionParts, openPostgres } from '../openPostgres.js';
import { StoringSubscriber } from './storingSubscriber.js';

// Reads a topic into the store until it is killed.
const { connection, topic } = JSON.parse(process.env['CHILD_VALUES'] ?? '{}') as {
  readonly connection: ConnectionParts;
  readonly topic: string;
};

const postgres = await openPostgres({ connection });
await postgres.eventLog.subscribe(
  [topic],
  new StoringSubscriber(postgres.ingest, () => console.log('stored')),
);
