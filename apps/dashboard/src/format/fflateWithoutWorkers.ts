/**
 * Stands for `fflate` in the browser (see vite.config.ts): the CSP allows no workers made of text, which `zip` would start
 * for larger files and then wait for without end. Everything else is its own.
 */
import { zipSync } from 'fflate/browser';

export { strToU8, zipSync } from 'fflate/browser';

type Zipped = (error: Error | null, archive: Uint8Array) => void;

/** Zips at once: a workbook of ours takes some ten milliseconds. */
export function zip(files: Parameters<typeof zipSync>[0], done: Zipped): void {
  let archive: Uint8Array;
  try {
    archive = zipSync(files);
  } catch (error) {
    done(error as Error, new Uint8Array());
    return;
  }
  done(null, archive);
}
