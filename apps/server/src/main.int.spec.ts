import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let folder = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parkpulse-main-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function run(source: Readonly<Record<string, string>>): Run {
  const { PATH = '' } = process.env;
  const env = { PATH, DATA_DIR: folder, PORT: '0', PARKPULSE_DEMO: 'off', ...source };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, ended };
}

async function addressOf({ output, ended }: Run): Promise<string> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  for (;;) {
    const url = /open +(http:\S+)/.exec(output())?.[1];
    if (url !== undefined && output().includes('password')) return url;
    if (isOver) throw new Error(`it ended:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the server process', () => {
  it('is built', () => {
    expect(existsSync(MAIN), 'run `npm run build:server` first').toBe(true);
  });

  it('makes a password at the first start, shows it once, and knows its account at the second', async () => {
    const first = run({});
    const url = await addressOf(first);
    const password = /password +([a-z0-9-]{23})\n/.exec(first.output())?.[1] ?? '';
    const file = join(folder, 'admin-password');
    expect(readFileSync(file, 'utf8').trim()).toBe(password);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const signIn = (at: string) =>
      fetch(`${at}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'admin', password }),
      });
    expect((await signIn(url)).status).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const second = run({});
    const again = await addressOf(second);
    expect(second.output()).not.toContain(password);
    expect(second.output()).toContain(file);
    expect((await signIn(again)).status).toBe(200);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('leaves no database behind when it is stopped while it starts', async () => {
    const early = run({});
    await new Promise((resolve) => setTimeout(resolve, 900));
    early.child.kill('SIGINT');
    expect([0, null]).toContain(await early.ended);
    const next = run({});
    await addressOf(next);
  });

  it('tells every fault of its configuration at once and ends with 78', async () => {
    const faulty = run({ PORT: 'http', HOST: '***', PARKPULSE_ADMIN_PASSWORD: 'hunter2', LOG_LEVEL: 'loud' });
    expect(await faulty.ended).toBe(78);
    const lines = faulty.output().trim().split('\n');
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
      'HOST',
      'LOG_LEVEL',
      'PARKPULSE_ADMIN_PASSWORD',
      'PORT',
    ]);
    expect(faulty.output()).not.toContain('hunter2');
  });

  it('says so and ends with 78 when its port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    const late = run({ PORT: String(port) });
    expect(await late.ended).toBe(78);
    expect(late.output()).toContain('PORT');
    holder.close();
  });
});
