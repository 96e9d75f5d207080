import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, rmdirSync, statfsSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotRun } from './notRun.js';

const BLOCK = Buffer.alloc(1024 * 1024);

/** A file system in memory of a given size, to be filled up on purpose. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  static make(megabytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'parkpulse-faults-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', folder], {
        stdio: 'pipe',
      });
    } catch (error) {
      rmdirSync(folder);
      throw new NotRun(`a file system of a size cannot be mounted here: ${String(error).split('\n')[0]}`);
    }
    process.once('exit', () => unmount(folder));
    return new SmallDisk(folder);
  }

  /** Takes all the space there is. */
  fill(): void {
    const file = openSync(join(this.folder, 'filler'), 'w');
    try {
      for (;;) writeSync(file, BLOCK);
    } catch {
      // No space left: that is what was wanted.
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.folder, 'filler'), { force: true });
  }

  /** Megabytes. */
  get space(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return Math.round((bavail * bsize) / 1024 / 1024);
  }

  close(): void {
    unmount(this.folder);
  }
}

function unmount(folder: string): void {
  try {
    execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' });
    rmdirSync(folder);
  } catch {
    // It is gone already.
  }
}
