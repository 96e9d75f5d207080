import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Where the recorded data lies: `PARKPULSE_SHARED/data`, else `../shared/data` beside the repository. */
export const DATA_DIR = join(
  process.env['PARKPULSE_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url)),
  'data',
);

/** Why the figures cannot be checked here, or null. With CI=true missing data is a failure, never a skip. */
export const missingData: string | null = existsSync(join(DATA_DIR, 'README.md'))
  ? null
  : `recorded data not found at ${DATA_DIR} (set PARKPULSE_SHARED)`;

/** True when the specs must run: the data is there, or its absence has to fail. */
export const mustRun = missingData === null || process.env['CI'] === 'true';

if (!mustRun) console.warn(`skipped: ${missingData ?? ''}`);

export type Row = Readonly<Record<string, string>>;

/** Reads a CSV file of the recorded data, unzipping where its name says so; cells are texts. */
export function readRows(file: string): readonly Row[] {
  const bytes = readFileSync(join(DATA_DIR, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [head = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

/** Returns a cell; fails where the column does not exist. */
export function cell(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`no column ${column}`);
  return value;
}
