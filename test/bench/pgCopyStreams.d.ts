declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';

  /** A writable that sends its bytes as the rows of a COPY … FROM STDIN. */
  export function from(text: string): Writable & { submit(connection: unknown): void };
}
