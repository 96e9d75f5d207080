import { spawn } from 'node:child_process';

export interface OrphanGuard {
  /** Names the processes that must not outlive this one. */
  watch(pids: readonly number[]): void;
  /** Lets the guard remove the folder and end; nothing is left to kill. */
  release(): void;
}

// Each line replaces the list; when the pipe closes, by release or by the death of this process, what is listed is ended.
const script =
  'pids=""; while read -r line; do pids="$line"; done; [ -z "$pids" ] || kill -9 $pids 2>/dev/null; rm -rf "$1"';

/** A small shell that ends the brokers and removes their folder even when this process is killed outright. */
export function startOrphanGuard(folder: string): OrphanGuard {
  const shell = spawn('/bin/sh', ['-c', script, 'kafka-guard', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  shell.stdin.on('error', () => undefined);
  return {
    watch: (pids) => {
      if (shell.stdin.writable) shell.stdin.write(`${pids.join(' ')}\n`);
    },
    release: () => void shell.stdin.end('\n'),
  };
}
