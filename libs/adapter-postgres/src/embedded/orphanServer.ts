import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stopPostmaster } from './postmaster.js';
import { commandLine, isAlive } from './runningProcess.js';

/**
 * Clears what a killed ParkPulse left behind: its server, which lives on without it, is stopped cleanly (the lock says that
 * nobody uses it). Returns whether a server was stopped.
 */
export async function clearOrphanServer(clusterDirectory: string): Promise<boolean> {
  const pidFile = join(clusterDirectory, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !(await isAlive(pid))) return false;
  const isServer = (await commandLine(pid)).includes(clusterDirectory);
  if (isServer) {
    await stopPostmaster(pid);
    await clearSocketDirectory(lines[4] ?? '');
  } else await disownPidFile(pidFile, lines);
  return isServer;
}

// The pid belongs to something else by now. The server trusts a pid file that names its parent to be stale, and then
// still checks the shared memory named in it; without the file it could not tell that old backends are alive.
async function disownPidFile(pidFile: string, lines: readonly string[]): Promise<void> {
  await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
}

async function clearSocketDirectory(directory: string): Promise<void> {
  if (/\/parkpulse-[^/]+$/.test(directory) && dirname(directory) !== '/') {
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
}
