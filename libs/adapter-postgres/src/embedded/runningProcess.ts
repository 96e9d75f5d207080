import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Something that tells this run of a process from any other that ever had its pid; null when there is none. */
export async function processMark(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return isSignalable(pid) ? startedAccordingToPs(pid) : null;
  const stat = await linuxStat(pid);
  if (stat === null || stat.state === 'Z' || stat.state === 'X') return null;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}/${stat.startTicks}`;
}

/** Whether the process is there and not a zombie waiting for its parent. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await processMark(pid)) !== null;
}

/** Waits until the process has ended; false when it is still there after `milliseconds`. */
export async function hasEndedWithin(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (await isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await pause(10);
  }
  return true;
}

/** Sends a signal to a process that may be gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The command line of a process, empty when it cannot be told. */
export async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.replaceAll('\0', ' ');
  }
  return execute('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

// The name in the second field may hold spaces and brackets; what follows its last bracket does not.
async function linuxStat(
  pid: number,
): Promise<{ readonly state: string; readonly startTicks: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? 'X', startTicks: fields[19] ?? '' };
}

function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function startedAccordingToPs(pid: number): Promise<string | null> {
  if (process.platform === 'win32') return `pid ${pid}`;
  return execute('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).then(
    ({ stdout }) =>
      stdout.trim() === '' || stdout.trim().startsWith('Z') ? null : stdout.trim().replace(/^\S+\s+/, ''),
    () => null,
  );
}
