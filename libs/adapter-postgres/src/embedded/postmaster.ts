import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterPlace } from './clusterPlace.js';
import { EmbeddedPostgresError } from './embeddedError.js';
import type { Cluster } from './initCluster.js';
import { hasEndedWithin, signal } from './runningProcess.js';
import type { ServerBinaries } from './serverBinaries.js';
import { serverEnvironment } from './serverEnvironment.js';

/** How to run the server; the same at its first start and when it has to be started again. */
export interface ServerPlan {
  readonly place: ClusterPlace;
  readonly binaries: ServerBinaries;
  readonly cluster: Cluster;
  readonly socketDirectory: string;
  readonly port: number;
  /** Listen on 127.0.0.1 too; the socket alone serves us. */
  readonly isOnTcp: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Postmaster {
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

const LONGEST_RECOVERY_MS = 300_000;
const LARGEST_LOG_BYTES = 8 * 1024 * 1024;

/** Starts the server and waits until it accepts connections; crash recovery may take its time. */
export async function startPostmaster(plan: ServerPlan): Promise<Postmaster> {
  const { place, binaries, cluster } = plan;
  await prepareSocketDirectory(plan);
  const log = await openServerLog(place);
  const child = spawn(binaries.postgres, ['-D', cluster.directory, ...flagsOf(plan)], {
    ...(place.account ?? {}),
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', log.file.fd, log.file.fd],
    // In a session of its own, or Ctrl-C would stop the database before we have drained.
    detached: true,
  });
  const ended = endOf(child);
  await log.file.close();
  child.unref();
  await waitUntilReady(plan, child, log);
  return { pid: child.pid ?? 0, ended };
}

/** Stops the server: first politely to its clients (fast), then at once, at last by force. */
export async function stopPostmaster(pid: number): Promise<void> {
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ];
  for (const [name, patience] of steps) {
    signal(pid, name);
    if (await hasEndedWithin(pid, patience)) return;
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  // An 'error' event (the program cannot be run at all) has no 'exit' after it.
  await Promise.race([once(child, 'exit'), once(child, 'error').catch(() => undefined)]).catch(
    () => undefined,
  );
}

function flagsOf({ socketDirectory, port, isOnTcp, settings }: ServerPlan): readonly string[] {
  const all = {
    listen_addresses: isOnTcp ? '127.0.0.1' : '',
    port: String(port),
    unix_socket_directories: process.platform === 'win32' ? '' : socketDirectory,
    unix_socket_permissions: '0700',
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function prepareSocketDirectory({ socketDirectory, place }: ServerPlan): Promise<void> {
  await mkdir(socketDirectory, { recursive: true, mode: 0o700 });
  if (place.account !== null) await chown(socketDirectory, place.account.uid, place.account.gid);
}

interface ServerLog {
  readonly path: string;
  readonly file: Awaited<ReturnType<typeof open>>;
  /** Where this run's lines begin. */
  readonly start: number;
}

async function openServerLog({ directory }: ClusterPlace): Promise<ServerLog> {
  const path = join(directory, 'server.log');
  const size = await stat(path).then(
    (held) => held.size,
    () => 0,
  );
  if (size > LARGEST_LOG_BYTES) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  return { path, file, start: size > LARGEST_LOG_BYTES ? 0 : size };
}

async function waitUntilReady(plan: ServerPlan, child: ChildProcess, log: ServerLog): Promise<void> {
  const deadline = performance.now() + LONGEST_RECOVERY_MS;
  while (!(await isReady(plan, child))) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
      throw await startFailure(log);
    if (performance.now() > deadline) {
      child.kill('SIGQUIT');
      throw await startFailure(log);
    }
    await pause(5);
  }
}

// The server notes its state in the eighth line of its pid file (pg_ctl reads it there too).
async function isReady({ cluster }: ServerPlan, child: ChildProcess): Promise<boolean> {
  const text = await readFile(join(cluster.directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  return Number(lines[0]) === child.pid && (lines[7] ?? '').startsWith('ready');
}

async function startFailure({ path, start }: ServerLog): Promise<EmbeddedPostgresError> {
  const text = await readFile(path).then((bytes) => bytes.subarray(start).toString('utf8'));
  const reason = text.trim().split('\n').slice(-6).join(' ') || 'the server ended without a word';
  return new EmbeddedPostgresError('PG_START_FAILED', `${reason} (see ${path})`);
}
