import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithUs } from './endWithUs.js';

/** Runs one of our other programs with a task and gives back the last line it printed, as JSON. */
export function runChild<Answer>(program: string, task: unknown, timeoutMs: number): Promise<Answer> {
  const path = fileURLToPath(new URL(`../${program}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(child);
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
