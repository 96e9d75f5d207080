import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder with its parents and checks that it can be written; returns null, or the error code. One level at a
 * time: `mkdir` with `recursive` never returns where the system answers ENOENT, as /proc does.
 */
export function makeFolder(path: string): string | null {
  try {
    if (!existsSync(path)) {
      const parent = dirname(path);
      const fault = parent === path ? 'ENOENT' : makeFolder(parent);
      if (fault !== null) return fault;
      mkdirSync(path);
    }
    accessSync(path, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  }
}
