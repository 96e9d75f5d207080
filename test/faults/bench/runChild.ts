import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithUs } from './endWithUs.js';

interface Bounds {
  readonly timeoutMs: number;
  /** Ends the program's input when it settles: for a program that goes on until then. */
  readonly until?: Promise<unknown>;
}

/** Runs one of our other programs with a task and gives back the last line it printed, as JSON. */
export function runChild<Answer>(
  program: string,
  task: unknown,
  { timeoutMs, until }: Bounds,
): Promise<Answer> {
  const path = fileURLToPath(new URL(`../${program}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'pipe'] });
    endWithUs(child);
    child.stdin.on('error', () => undefined);
    const close = () => void child.stdin.end();
    if (until === undefined) close();
    else until.then(close, close);
    let [out, err] = ['', ''];
    const late = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      if (code === 0) resolve(JSON.parse(out.trim().split('\n').at(-1) ?? 'null') as Answer);
      else reject(new Error(`${program} ended with ${signal ?? code}: ${err.slice(-2000)}`));
    });
  });
}
