import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATIENCE_MS = 180_000;

/** Runs one of the probes in a process of its own and gives back what it printed. */
export async function runProbe<Answer>(name: 'rates' | 'inference'): Promise<Answer> {
  const path = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', path], { timeout: PATIENCE_MS });
  return JSON.parse(stdout) as Answer;
}
