/** The part of `pg` and `pg-copy-streams` this package uses; neither ships types of its own. */
declare module 'pg' {
  import type { EventEmitter } from 'node:events';

  export interface QueryConfig {
    readonly name?: string;
    readonly text: string;
    readonly values?: readonly unknown[];
  }

  export interface QueryResult {
    readonly rows: unknown[];
    readonly rowCount: number | null;
  }

  export interface Notification {
    readonly channel: string;
    readonly payload?: string;
  }

  export interface ClientConfig {
    readonly connectionString?: string;
    readonly host?: string;
    readonly port?: number;
    readonly user?: string;
    readonly password?: string;
    readonly database?: string;
    readonly application_name?: string;
    readonly statement_timeout?: number;
    readonly query_timeout?: number;
    readonly idle_in_transaction_session_timeout?: number;
    readonly connectionTimeoutMillis?: number;
    readonly keepAlive?: boolean;
    readonly options?: string;
    readonly types?: { getTypeParser(oid: number, format?: string): (value: never) => unknown };
  }

  export interface PoolConfig extends ClientConfig {
    readonly max?: number;
    readonly idleTimeoutMillis?: number;
  }

  export class Client extends EventEmitter {
    constructor(config: ClientConfig);
    connect(): Promise<void>;
    query(query: QueryConfig): Promise<QueryResult>;
    query<Submitted extends { submit(connection: unknown): unknown }>(query: Submitted): Submitted;
    end(): Promise<void>;
  }

  export interface PoolClient extends Client {
    release(destroy?: boolean | Error): void;
  }

  export class Pool extends EventEmitter {
    constructor(config: PoolConfig);
    connect(): Promise<PoolClient>;
    query(query: QueryConfig): Promise<QueryResult>;
    end(): Promise<void>;
    readonly totalCount: number;
    readonly idleCount: number;
    readonly waitingCount: number;
  }

  export const types: { getTypeParser(oid: number, format?: string): (value: never) => unknown };
}

declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';

  export function from(text: string): Writable & { submit(connection: unknown): void };
}
