import {
  FencedError,
  type IngestCommit,
  type IngestOutcome,
  type IngestStore,
  type StreamClaim,
  type StreamId,
} from '@parkpulse/application';
import { codeOf, isRefusedValue } from '../driver/classify.js';
import { type Database, type Transaction, statement } from '../driver/database.js';
import { addDeadLetters, refusedLetter } from './deadLetters.js';
import type { Dictionary } from '../dictionary/dictionary.js';
import type { EventWriting } from './addEvents.js';
import { FreshFacts } from './freshFacts.js';
import { NameKeys } from './nameKeys.js';
import { type PreparedCommit, type Words, prepareCommit } from './preparedEvents.js';
import { splitRefused } from './refusedEvents.js';
import { storeEvents } from './storeEvents.js';

const CLAIM = statement(
  'claim-stream',
  `INSERT INTO stream_offset AS s (cluster, topic_id, topic, partition, next_offset, epoch) VALUES ($1, $2, $3, $4, NULL, 1)
   ON CONFLICT (cluster, topic_id, partition) DO UPDATE SET epoch = s.epoch + 1
   RETURNING next_offset AS "nextOffset", tail, epoch`,
);
const MOVE_OFFSET = statement(
  'move-offset',
  `UPDATE stream_offset SET next_offset = $6, tail = $7
   WHERE cluster = $1 AND topic_id = $2 AND partition = $3 AND epoch = $4 AND (next_offset = $5 OR next_offset IS NULL)
   RETURNING epoch`,
);
const OFFSET_HELD = statement(
  'offset-held',
  'SELECT next_offset AS "nextOffset", epoch FROM stream_offset WHERE cluster = $1 AND topic_id = $2 AND partition = $3',
);
const STORED_OFFSETS = statement(
  'stored-offsets',
  `SELECT cluster, topic_id AS "topicId", topic, partition, next_offset AS "nextOffset" FROM stream_offset
   WHERE next_offset IS NOT NULL ORDER BY cluster, topic, topic_id, partition`,
);

const UNIQUE_VIOLATION = '23505';
const LARGE_BATCH = 64;
/** Grows to this while one batch after the other holds known events; halved, it is the batches written with care. */
const LONGEST_STREAK = 31;

type HeldOffset = Pick<StreamClaim, 'nextOffset' | 'epoch'>;

/** Stores accepted events: everything of one batch, its offset included, in one transaction. */
export class PostgresIngestStore implements IngestStore {
  /** Batches still to be written with care. */
  private careful = 0;
  private streak = 0;
  private readonly words: Words;

  constructor(
    private readonly database: Database,
    dictionary: Dictionary,
    private readonly freshFacts: FreshFacts = new FreshFacts(),
  ) {
    this.words = { dictionary, names: new NameKeys(dictionary.series) };
  }

  async claim({ cluster, topicId, topic, partition }: StreamId): Promise<StreamClaim> {
    const [held] = await this.database.rows<StreamClaim>(CLAIM, [cluster, topicId, topic, partition]);
    if (held === undefined) throw new Error('the claim was not answered');
    return held;
  }

  async commit(commit: IngestCommit): Promise<IngestOutcome> {
    try {
      return await this.store(commit);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      const { sound, refused } = await splitRefused(this.database, this.words, commit);
      if (refused.length === 0) throw error;
      const letters = refused.map((event) => refusedLetter(event, commit.stream));
      return this.store({ ...commit, events: sound, deadLetters: [...commit.deadLetters, ...letters] });
    }
  }

  storedOffsets(): Promise<readonly (StreamId & { readonly nextOffset: number })[]> {
    return this.database.rows(STORED_OFFSETS);
  }

  // Most batches hold new events only, and copying them is twice as fast. One that does not is written again with care;
  // when the next ones do not either (repeats come in swarms), more and more are written so at once.
  private async store(commit: IngestCommit): Promise<IngestOutcome> {
    const prepared = await prepareCommit(this.words, commit);
    const isLarge = prepared.events.length >= LARGE_BATCH;
    if (!isLarge || this.careful > 0) {
      if (isLarge) this.careful -= 1;
      return this.storePrepared(commit, prepared, 'insert');
    }
    try {
      const outcome = await this.storePrepared(commit, prepared, 'copy');
      this.streak >>= 1;
      return outcome;
    } catch (error) {
      if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
      this.streak = Math.min(2 * this.streak + 1, LONGEST_STREAK);
      this.careful = this.streak >> 1;
      return this.storePrepared(commit, prepared, 'insert');
    }
  }

  private storePrepared(
    commit: IngestCommit,
    prepared: PreparedCommit,
    writing: EventWriting,
  ): Promise<IngestOutcome> {
    return this.database.transaction(async (transaction) => {
      if (!(await moveOffset(transaction, commit))) return repeated(commit);
      const { fresh, duplicates, conflicts, parks } = await storeEvents(
        transaction,
        prepared,
        commit.stream,
        writing,
      );
      await addDeadLetters(transaction, [...prepared.deadLetters, ...conflicts]);
      // Before anybody can see the touches that name it.
      this.freshFacts.hold(commit.stream, fresh);
      return {
        stored: fresh.length,
        duplicates: prepared.duplicates + duplicates,
        conflicts: conflicts.length,
        unknownParks: prepared.unknownParks,
        parks,
      };
    });
  }
}

/**
 * Moves the stored offset if it is where this worker left it. Returns false when this very batch is stored already: its
 * COMMIT had come through and only the answer was lost.
 */
async function moveOffset(transaction: Transaction, commit: IngestCommit): Promise<boolean> {
  const { cluster, topicId, topic, partition } = commit.stream;
  const { epoch, expectedOffset, nextOffset, tail = null } = commit;
  const moved = await transaction.rows(MOVE_OFFSET, [
    cluster,
    topicId,
    partition,
    epoch,
    expectedOffset,
    nextOffset,
    tail,
  ]);
  if (moved.length > 0) return true;
  const [held] = await transaction.rows<HeldOffset>(OFFSET_HELD, [cluster, topicId, partition]);
  if (held?.epoch === epoch && held.nextOffset === nextOffset) return false;
  throw new FencedError(
    `${topic}/${partition} stands at ${held?.nextOffset ?? 'no offset'} in epoch ${held?.epoch ?? 'none'}, ` +
      `not at ${expectedOffset} in ours, ${epoch}`,
  );
}

function repeated({ events }: IngestCommit): IngestOutcome {
  return { stored: 0, duplicates: events.length, conflicts: 0, unknownParks: 0, parks: [] };
}
