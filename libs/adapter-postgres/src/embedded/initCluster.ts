import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterPlace } from './clusterPlace.js';
import { EmbeddedPostgresError } from './embeddedError.js';
import type { ServerBinaries } from './serverBinaries.js';
import { serverEnvironment } from './serverEnvironment.js';

const execute = promisify(execFile);

export const SERVER_USER = 'parkpulse';

export interface Cluster {
  readonly directory: string;
  readonly password: string;
}

/** Opens the cluster of the place, making it first when there is none. Half-made ones (a crash during initdb) are made anew. */
export async function openCluster(
  place: ClusterPlace,
  binaries: ServerBinaries,
  isThrowaway: boolean,
): Promise<Cluster> {
  const directory = join(place.directory, 'cluster');
  const password = await passwordOf(place);
  if ((await stat(directory).catch(() => null)) === null) {
    const unfinished = `${directory}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await giveTo(place, unfinished);
    await initdb(place, binaries, { directory: unfinished, password, isThrowaway });
    await rename(unfinished, directory);
  }
  const version = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
  if (version !== binaries.majorVersion) {
    throw new EmbeddedPostgresError(
      'PG_VERSION_MISMATCH',
      `${directory} was made by PostgreSQL ${version} and this is ${binaries.majorVersion}; restore a backup into a new DATA_DIR`,
    );
  }
  return { directory, password };
}

interface NewCluster extends Cluster {
  readonly isThrowaway: boolean;
}

async function initdb(place: ClusterPlace, binaries: ServerBinaries, cluster: NewCluster): Promise<void> {
  const passwordFile = join(place.directory, 'initial-password');
  await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  await giveTo(place, passwordFile);
  const options = { env: serverEnvironment(), cwd: '/', ...(place.account ?? {}) };
  const values = [
    `--pgdata=${cluster.directory}`,
    `--username=${SERVER_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(cluster.isThrowaway ? ['--no-sync'] : []),
  ];
  try {
    await execute(binaries.initdb, values, options);
  } catch (error) {
    throw new EmbeddedPostgresError('PG_INIT_FAILED', `initdb failed: ${String(error)}`, error);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

// Written before initdb uses it, so that a crash between the two cannot leave a cluster nobody can open.
async function passwordOf({ directory }: ClusterPlace): Promise<string> {
  const path = join(directory, 'password');
  const held = await readFile(path, 'utf8').catch(() => '');
  if (held.trim() !== '') return held.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  return password;
}

async function giveTo({ account }: ClusterPlace, path: string): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}
