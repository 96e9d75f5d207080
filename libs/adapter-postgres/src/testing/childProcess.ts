import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A test's child process that runs a TypeScript file and speaks in lines. */
export interface TestChild {
  readonly pid: number;
  /** Resolves with the first line that begins with a word; rejects when the child ends before. */
  line(word: string): Promise<string>;
  readonly ended: Promise<unknown>;
}

const LIBRARIES = fileURLToPath(new URL('../../../', import.meta.url));
// Vite runs the file as the tests themselves are run.
const LOADER = `
  import { runnerImport } from 'vite';
  const [file, libraries] = process.argv.slice(1);
  const alias = Object.fromEntries(['domain', 'contracts', 'application', 'adapter-postgres']
    .map((name) => ['@parkpulse/' + name, libraries + name + '/src/index.ts']));
  await runnerImport(file, { configFile: false, envFile: false, logLevel: 'error', cacheDir: '/tmp/parkpulse-vite', resolve: { alias } });
`;

/** Runs a file of this package in a process of its own, with values in CHILD_VALUES. */
export function startChild(file: URL, values: unknown, options: SpawnOptions = {}): TestChild {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', LOADER, fileURLToPath(file), LIBRARIES],
    {
      cwd: LIBRARIES,
      env: { PATH: process.env['PATH'], CHILD_VALUES: JSON.stringify(values) },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...options,
    },
  );
  const seen: string[] = [];
  const lines = child.stdout === null ? null : createInterface({ input: child.stdout });
  lines?.on('line', (text) => seen.push(text));
  return {
    pid: child.pid ?? 0,
    ended: once(child, 'exit'),
    line: (word) => firstLine(child, seen, word),
  };
}

async function firstLine(child: ChildProcess, seen: readonly string[], word: string): Promise<string> {
  for (;;) {
    const found = seen.find((text) => text.startsWith(word));
    if (found !== undefined) return found;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the child ended without saying ${word}; it said: ${seen.join(' | ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
