import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Which DDL differs: plain PostgreSQL, or TimescaleDB. The tables and all queries are the same. */
export type Variant = 'plain' | 'timescale';

export interface Migration {
  readonly version: number;
  /** Such as `core/0001_parks.sql`. */
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Beside both src and dist. */
const DIRECTORY = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** Reads the migrations of a variant in the order they are applied in. */
export async function readMigrations(variant: Variant, directory = DIRECTORY): Promise<readonly Migration[]> {
  const groups = await Promise.all(['core', variant].map((group) => readGroup(directory, group)));
  const migrations = groups.flat().sort((a, b) => a.version - b.version);
  const doubled = migrations.find(({ version }, index) => migrations[index + 1]?.version === version);
  if (doubled !== undefined) throw new Error(`two migrations have the number of ${doubled.name}`);
  return migrations;
}

async function readGroup(directory: string, group: string): Promise<readonly Migration[]> {
  const names = (await readdir(`${directory}/${group}`)).filter((name) => /^\d{4}_\w+\.sql$/.test(name));
  return Promise.all(names.map((name) => readMigration(directory, `${group}/${name}`)));
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  // A checkout on Windows may have changed the line ends; that is no other migration.
  const sql = (await readFile(`${directory}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
  const version = Number(name.slice(name.indexOf('/') + 1, name.indexOf('_')));
  return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
