import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embeddedError.js';

const execute = promisify(execFile);

/** The account the server runs as. PostgreSQL refuses to run as root, so root needs another one. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Whether this process may (and must) run the server as somebody else. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Chooses the account: null (ourselves) unless we are root. Root uses the owner of a cluster that is there already, else
 * the account `postgres`, made when absent, else `nobody`.
 */
export async function chooseServerAccount(clusterDir: string): Promise<ServerAccount | null> {
  if (!isRoot()) return null;
  const owner = await stat(clusterDir).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const found = (await accountNamed('postgres')) ?? (await makeAccount()) ?? (await accountNamed('nobody'));
  if (found === null) {
    throw new EmbeddedPostgresError(
      'PG_ACCOUNT_MISSING',
      'PostgreSQL does not run as root and no account "postgres" is there or can be made; create one or start as an ordinary user',
    );
  }
  return found;
}

/** Whether the account may pass through every directory down to `path`. */
export async function canReach(account: ServerAccount, path: string): Promise<boolean> {
  for (let directory = path; ; directory = dirname(directory)) {
    const { mode, uid, gid } = await stat(directory);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (directory === dirname(directory)) return true;
  }
}

async function accountNamed(name: string): Promise<ServerAccount | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([account]) => account === name);
  if (fields === undefined) return null;
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function makeAccount(): Promise<ServerAccount | null> {
  const attempts: readonly (readonly [string, readonly string[]])[] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres']],
  ];
  for (const [command, values] of attempts) {
    await execute(command, values).catch(() => undefined);
    const made = await accountNamed('postgres');
    if (made !== null) return made;
  }
  return null;
}
