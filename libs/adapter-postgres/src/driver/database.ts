import { setTimeout as pause } from 'node:timers/promises';
import { type ClientConfig, type PoolClient, type PoolConfig, Pool } from 'pg';
import { classify, isServerAnswer } from './classify.js';
import { columnTypes } from './columnTypes.js';
import { type CopyRows, sendCopy } from './copy.js';
import { gatherWrites } from './gatherWrites.js';

/** A statement with its name, under which the server keeps it prepared. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Gives a statement its name. */
export function statement(name: string, text: string): Statement {
  return { name, text };
}

/** Something that runs statements: a pool, or one transaction. */
export interface Sql {
  rows<Row>(query: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * One open transaction. Statements that are asked for together, without waiting for each other's answers, go to the server
 * in one journey and run there in their order; after one fails the others do too.
 */
export interface Transaction extends Sql {
  /** Ends the rows, sends them in PostgreSQL's binary COPY format and gives their memory back. */
  copy(text: string, rows: CopyRows): Promise<void>;
}

export interface DatabaseOptions {
  readonly connection: ClientConfig;
  readonly name: string;
  readonly size: number;
  /** A statement that runs longer is cancelled by the server; 5 s later, if that one does not answer, the connection is dropped. */
  readonly statementTimeoutMs: number;
  /** How long a statement waits for a connection before it is given up. */
  readonly connectionTimeoutMs?: number;
  /** How long a transaction may sit between two statements before the server gives it up. */
  readonly idleInTransactionMs?: number;
  /** Told of errors on idle connections; they are replaced by themselves. */
  readonly onError: (error: Error) => void;
}

export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ';

const MOST_ATTEMPTS = 6;

/** A pool of connections on which a lost connection, idle or in use, is an error of the statement and never of the process. */
export class Database implements Sql {
  private readonly pool: Pool;

  constructor(private readonly options: DatabaseOptions) {
    this.pool = new Pool(poolConfig(options));
    this.pool.on('error', options.onError);
    // The pool takes its own listener off a client in use, and an error without a listener ends the process.
    this.pool.on('connect', (client: PoolClient) => client.on('error', options.onError));
  }

  async rows<Row>(query: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const client = await this.pool.connect();
    try {
      const rows = await run<Row>(client, query, values);
      client.release();
      return rows;
    } catch (error) {
      client.release(!isServerAnswer(error));
      throw error;
    }
  }

  /** Runs `work` in a transaction; after a deadlock or a serialization failure all of it runs again. */
  async transaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    isolation: Isolation = 'READ COMMITTED',
  ): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work, isolation);
      } catch (error) {
        if (classify(error) !== 'conflict' || attempt === MOST_ATTEMPTS) throw error;
        await pause(2 ** attempt * (5 + 10 * Math.random()));
      }
    }
  }

  /** Connections in use and requests that wait for one. */
  load(): { readonly busy: number; readonly waiting: number } {
    return { busy: this.pool.totalCount - this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async attempt<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    isolation: Isolation,
  ): Promise<Result> {
    const client = await this.pool.connect();
    const transaction = new OpenTransaction(client);
    try {
      await transaction.rows({ name: '', text: `BEGIN ISOLATION LEVEL ${isolation}` });
      const result = await work(transaction);
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollBack();
      throw error;
    } finally {
      client.release(transaction.isBroken);
    }
  }
}

const COMMIT: Statement = { name: '', text: 'COMMIT' };
const ROLLBACK: Statement = { name: '', text: 'ROLLBACK' };

class OpenTransaction implements Transaction {
  /** The connection failed or left a statement unanswered: it must not go back to the pool. */
  isBroken = false;
  /** Of statements asked for together one has failed: what another still asks for would run outside of the transaction. */
  private isOver = false;

  constructor(private readonly client: PoolClient) {}

  rows<Row>(query: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return this.within(() => run<Row>(this.client, query, values));
  }

  async copy(text: string, rows: CopyRows): Promise<void> {
    await this.within(() => sendCopy(this.client, text, rows.end()));
    rows.release();
  }

  commit(): Promise<void> {
    return this.end(COMMIT);
  }

  async rollBack(): Promise<void> {
    if (this.isBroken) return;
    await this.end(ROLLBACK).catch(() => {
      this.isBroken = true;
    });
  }

  private async end(last: Statement): Promise<void> {
    this.isOver = true;
    await this.watch(run(this.client, last, []));
  }

  private async within<Result>(send: () => Promise<Result>): Promise<Result> {
    if (this.isOver) throw new Error('the transaction is over');
    return this.watch(send());
  }

  private async watch<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer;
    } catch (error) {
      if (!isServerAnswer(error)) this.isBroken = true;
      throw error;
    }
  }
}

function poolConfig({
  connection,
  name,
  size,
  statementTimeoutMs,
  idleInTransactionMs = 60_000,
  connectionTimeoutMs = 10_000,
}: DatabaseOptions): PoolConfig {
  return {
    ...connection,
    types: columnTypes,
    application_name: `parkpulse-${name}`,
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c timescaledb.enable_skipscan=off',
    max: size,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 5000,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: true,
  };
}

async function run<Row>(client: PoolClient, query: Statement, values: readonly unknown[]): Promise<Row[]> {
  gatherWrites(client);
  const { rows } = await client.query({ ...query, values });
  return rows as Row[];
}
