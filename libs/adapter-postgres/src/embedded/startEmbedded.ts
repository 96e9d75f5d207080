import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ClusterPlace, makeSocketDirectory, openClusterPlace } from './clusterPlace.js';
import { type DataDirLock, lockDataDir } from './dataDirLock.js';
import { EmbeddedPostgresError } from './embeddedError.js';
import { SERVER_USER, openCluster } from './initCluster.js';
import { clearOrphanServer } from './orphanServer.js';
import { type Postmaster, type ServerPlan, startPostmaster, stopPostmaster } from './postmaster.js';
import { findServerBinaries } from './serverBinaries.js';
import { serverSettings } from './serverSettings.js';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Listen on this port of 127.0.0.1 as well; without it only on a socket no other account can open. */
  readonly port?: number;
  /** For tests: no fsync, and the cluster need not outlive a power cut. */
  readonly isThrowaway?: boolean;
  readonly onEvent?: (event: EmbeddedEvent) => void;
}

/** What happens to the server on its own. */
export type EmbeddedEvent =
  | { readonly kind: 'orphan_stopped' }
  | { readonly kind: 'died' }
  | { readonly kind: 'restarted'; readonly milliseconds: number }
  | { readonly kind: 'restart_failed'; readonly code: string; readonly detail: string };

export interface EmbeddedServer {
  /** Connection parameters of its administrator, good for as long as it runs (also after a restart of the server). */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  /** Where its files are: DATA_DIR/postgres, or what that links to. */
  readonly directory: string;
  readonly pid: () => number;
  /** Stops it cleanly and gives the directory free; a second call changes nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a data directory, making the cluster when there is none. It is started again by itself
 * when it dies; it is stopped by `stop` only, so the caller must call that on SIGINT and SIGTERM.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const place = await openClusterPlace(resolve(options.dataDir));
  const lock = await lockDataDir(join(place.directory, 'parkpulse.lock'));
  try {
    return await startLocked(place, lock, options);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(
  place: ClusterPlace,
  lock: DataDirLock,
  options: EmbeddedOptions,
): Promise<EmbeddedServer> {
  const plan = await planServer(place, options);
  try {
    if (await clearOrphanServer(plan.cluster.directory)) options.onEvent?.({ kind: 'orphan_stopped' });
    const supervisor = new Supervisor(plan, lock, options.onEvent ?? (() => undefined));
    await supervisor.start();
    return supervisor;
  } catch (error) {
    await rm(plan.socketDirectory, { recursive: true, force: true });
    throw error;
  }
}

async function planServer(place: ClusterPlace, options: EmbeddedOptions): Promise<ServerPlan> {
  const binaries = await findServerBinaries(place);
  const isThrowaway = options.isThrowaway === true;
  const isOnTcp = options.port !== undefined || process.platform === 'win32';
  return {
    place,
    binaries,
    cluster: await openCluster(place, binaries, isThrowaway),
    socketDirectory: await makeSocketDirectory(place),
    port: options.port ?? (isOnTcp ? await freePort() : 5432),
    isOnTcp,
    settings: serverSettings(isThrowaway),
  };
}

const LONGEST_PAUSE_MS = 5000;
/** Backends of a killed server hold its memory for a moment; starting again is tried this long before it is an error. */
const START_PATIENCE_MS = 10_000;

class Supervisor implements EmbeddedServer {
  private postmaster: Postmaster | null = null;
  private stopping: Promise<void> | null = null;
  private watching: Promise<void> = Promise.resolve();
  private reviving: Promise<void> = Promise.resolve();

  constructor(
    private readonly plan: ServerPlan,
    private readonly lock: DataDirLock,
    private readonly tell: (event: EmbeddedEvent) => void,
  ) {}

  get connection(): EmbeddedServer['connection'] {
    const { socketDirectory, port, cluster } = this.plan;
    const host = process.platform === 'win32' ? '127.0.0.1' : socketDirectory;
    return { host, port, user: SERVER_USER, password: cluster.password, database: 'postgres' };
  }

  get directory(): string {
    return this.plan.place.directory;
  }

  readonly pid = (): number => this.postmaster?.pid ?? 0;

  async start(): Promise<void> {
    const deadline = performance.now() + START_PATIENCE_MS;
    for (;;) {
      try {
        this.postmaster = await startPostmaster(this.plan);
        this.watching = this.watch(this.postmaster);
        return;
      } catch (error) {
        if (!isHeldByDyingBackends(error) || performance.now() > deadline) throw error;
        await pause(100);
      }
    }
  }

  stop(): Promise<void> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private async shutDown(): Promise<void> {
    await this.reviving;
    if (this.postmaster !== null) await stopPostmaster(this.postmaster.pid);
    await this.watching;
    this.postmaster = null;
    await rm(this.plan.socketDirectory, { recursive: true, force: true });
    await this.lock.release();
  }

  private async watch(postmaster: Postmaster): Promise<void> {
    await postmaster.ended;
    if (this.stopping !== null) return;
    this.postmaster = null;
    this.tell({ kind: 'died' });
    this.reviving = this.revive();
  }

  private async revive(): Promise<void> {
    const died = performance.now();
    for (let delay = 100; this.stopping === null; delay = Math.min(2 * delay, LONGEST_PAUSE_MS)) {
      try {
        await clearOrphanServer(this.plan.cluster.directory);
        await this.start();
        this.tell({ kind: 'restarted', milliseconds: Math.round(performance.now() - died) });
        return;
      } catch (error) {
        const { code, detail } =
          error instanceof EmbeddedPostgresError ? error : { code: 'PG_START_FAILED', detail: String(error) };
        this.tell({ kind: 'restart_failed', code, detail });
        await pause(delay);
      }
    }
  }
}

function isHeldByDyingBackends(error: unknown): boolean {
  return (
    error instanceof EmbeddedPostgresError &&
    /shared memory|lock file|is another postmaster/.test(error.detail)
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
  const address = server.address();
  await new Promise((resolved) => server.close(resolved));
  if (address === null || typeof address === 'string')
    throw new EmbeddedPostgresError('PG_START_FAILED', 'no free port');
  return address.port;
}
