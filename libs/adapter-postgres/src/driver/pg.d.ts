/** The part of `pg` this package uses; it ships no types of its own. */
declare module 'pg' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

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
    /** Statements are sent without waiting for the answers to those before. */
    readonly pipeline?: boolean;
    readonly options?: string;
    readonly types?: { getTypeParser(oid: number, format?: string): (value: never) => unknown };
  }

  /** What goes over one connection. */
  export interface Connection {
    readonly stream: Socket;
    query(text: string): void;
  }

  export class Query {
    constructor(
      config: QueryConfig,
      values: undefined,
      callback: (error: Error | null, result: QueryResult) => void,
    );
    readonly text: string;
    submit(connection: Connection): Error | null;
    handleCopyInResponse(connection: Connection): void;
  }

  export interface PoolConfig extends ClientConfig {
    readonly max?: number;
    readonly idleTimeoutMillis?: number;
  }

  export class Client extends EventEmitter {
    constructor(config: ClientConfig);
    readonly connection: Connection;
    connect(): Promise<void>;
    query(query: QueryConfig): Promise<QueryResult>;
    query(query: Query): Query;
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
