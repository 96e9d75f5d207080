import { execFile } from 'node:child_process';

export interface ToolResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end; a program that is not there, or does not end in time, is code -1 with the reason as output. */
export function runTool(file: string, args: readonly string[], timeoutMs = 60_000): Promise<ToolResult> {
  return new Promise((resolve) => {
    execFile(
      file,
      [...args],
      { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 16 << 20 },
      (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`.trim();
        if (!error) return resolve({ code: 0, output });
        if (error.killed)
          return resolve({ code: -1, output: `${file} did not end within ${timeoutMs} ms\n${output}` });
        return resolve({
          code: typeof error.code === 'number' ? error.code : -1,
          output: output || error.message,
        });
      },
    );
  });
}

/** Runs a program that must succeed; `purpose` names what failed in the error. */
export async function runToolOrThrow(
  purpose: string,
  file: string,
  args: readonly string[],
  timeoutMs?: number,
): Promise<string> {
  const { code, output } = await runTool(file, args, timeoutMs);
  if (code !== 0) throw new Error(`${purpose} failed (${code}): ${output.slice(-4_000)}`);
  return output;
}
