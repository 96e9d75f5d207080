import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embeddedError.js';
import { processMark } from './runningProcess.js';

interface Holder {
  readonly pid: number;
  readonly mark: string;
  readonly nonce: string;
}

export interface DataDirLock {
  release(): Promise<void>;
}

/** Two that both find a stale lock replace it one after the other; after this long the one who lost sees it. */
const SETTLE_MS = 60;

/**
 * Takes the lock file for this process. It names the holder by pid and start time, so that the lock of a process that
 * was killed is recovered even when its pid has been given to another. Refuses with `DATA_DIR_LOCKED`.
 */
export async function lockDataDir(path: string): Promise<DataDirLock> {
  const own: Holder = {
    pid: process.pid,
    mark: (await processMark(process.pid)) ?? '',
    nonce: crypto.randomUUID(),
  };
  if (!(await createLock(path, own))) await replaceStaleLock(path, own);
  return {
    async release() {
      const holder = await readHolder(path);
      if (holder?.nonce === own.nonce) await rm(path, { force: true });
    },
  };
}

async function createLock(path: string, own: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new EmbeddedPostgresError('DATA_DIR_UNUSABLE', `${path} cannot be written`, error);
  }
}

async function replaceStaleLock(path: string, own: Holder): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== null && (await processMark(holder.pid)) === holder.mark) throw locked(path, holder.pid);
  const next = `${path}.${own.nonce}`;
  await writeFile(next, JSON.stringify(own), { mode: 0o600 });
  await rename(next, path);
  await pause(SETTLE_MS);
  const winner = await readHolder(path);
  if (winner?.nonce !== own.nonce) throw locked(path, winner?.pid ?? 0);
}

function locked(path: string, pid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DATA_DIR_LOCKED',
    `process ${pid} already works here (${path}); stop it or use another DATA_DIR`,
  );
}

// A lock cut short by a crash says nothing about a holder: stale.
async function readHolder(path: string): Promise<Holder | null> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isHolder(holder) ? holder : null;
  } catch {
    return null;
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isSafeInteger(value.pid) &&
    'mark' in value &&
    typeof value.mark === 'string' &&
    'nonce' in value &&
    typeof value.nonce === 'string'
  );
}
