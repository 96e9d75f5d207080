import type { PoolClient } from 'pg';

/** What is asked for in one turn of the event loop goes to the server in one write. */
export function gatherWrites({ connection: { stream } }: PoolClient): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}
