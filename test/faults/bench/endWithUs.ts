import type { ChildProcess } from 'node:child_process';

const children = new Set<ChildProcess>();
let isWatching = false;

/** Kills a child when this process ends early, whatever ends it: a test run must leave nothing behind. */
export function endWithUs(child: ChildProcess): void {
  if (!isWatching) {
    isWatching = true;
    process.once('exit', () => children.forEach((each) => each.kill('SIGKILL')));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  }
  children.add(child);
  child.once('exit', () => children.delete(child));
}
