import { chmod, mkdir, mkdtemp, realpath, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embeddedError.js';
import { type ServerAccount, canReach, chooseServerAccount } from './serverAccount.js';

/** Where everything of the embedded server lives: `cluster/`, `password`, `server.log`, `parkpulse.lock`. */
export interface ClusterPlace {
  readonly directory: string;
  readonly account: ServerAccount | null;
}

/** Root's databases whose DATA_DIR lies in a private home. */
const PLACE_OF_LAST_RESORT = '/var/lib/parkpulse';

/**
 * The rule: the server's files are in `DATA_DIR/postgres`. When root starts us and DATA_DIR lies where the server's account
 * cannot go (such as /root), `DATA_DIR/postgres` is a symbolic link to a directory under /var/lib/parkpulse instead.
 */
export async function openClusterPlace(dataDir: string): Promise<ClusterPlace> {
  try {
    return await findPlace(dataDir);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      'DATA_DIR_UNUSABLE',
      `${dataDir} cannot be used: ${String(error)}`,
      error,
    );
  }
}

async function findPlace(dataDir: string): Promise<ClusterPlace> {
  await mkdir(dataDir, { recursive: true });
  const link = join(await realpath(dataDir), 'postgres');
  const held = await realpath(link).catch(() => null);
  const account = await chooseServerAccount(join(held ?? link, 'cluster'));
  const directory = held ?? (await makePlace(dataDir, link, account));
  if (account !== null && !(await canReach(account, directory))) {
    throw new EmbeddedPostgresError(
      'DATA_DIR_UNUSABLE',
      `${directory} lies where the account that runs PostgreSQL (uid ${account.uid}) cannot go; move DATA_DIR`,
    );
  }
  return { directory, account };
}

async function makePlace(dataDir: string, link: string, account: ServerAccount | null): Promise<string> {
  if (account === null) {
    await mkdir(link, { mode: 0o700 });
    return link;
  }
  await letThrough(dataDir);
  if (await canReach(account, await realpath(dataDir))) {
    await makeOpenDirectory(link);
    return link;
  }
  await makeOpenDirectory(PLACE_OF_LAST_RESORT);
  const directory = await mkdtemp(join(PLACE_OF_LAST_RESORT, 'data-'));
  await letThrough(directory);
  await symlink(directory, link);
  return directory;
}

async function makeOpenDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await letThrough(path);
}

// Passing through is not listing: under umask 077 the server's account could not reach its own files.
async function letThrough(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o011) !== 0o011) await chmod(path, (mode & 0o7777) | 0o011);
}

const LONGEST_SOCKET_DIRECTORY = 80;

/** Makes the directory of the server's socket: its path must be short, so it is not in DATA_DIR. */
export async function makeSocketDirectory({ account }: ClusterPlace): Promise<string> {
  const base = await realpath(tmpdir());
  const isFit =
    base.length < LONGEST_SOCKET_DIRECTORY && (account === null || (await canReach(account, base)));
  return mkdtemp(join(isFit || process.platform === 'win32' ? base : '/tmp', 'parkpulse-'));
}
