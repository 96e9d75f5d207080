import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** One planted violation per rule: a rule that stays silent about it has died. */
interface Probe {
  readonly rule: string;
  /** Files to plant, relative to the project. */
  readonly files: Readonly<Record<string, string>>;
}

const PROBE = 'zzProbe';
const importing = (path: string): string => `import '${path}';\n`;

const PROBES: readonly Probe[] = [
  {
    rule: 'no-cycles',
    files: {
      [`libs/contracts/src/${PROBE}A.ts`]: importing(`./${PROBE}B.js`),
      [`libs/contracts/src/${PROBE}B.ts`]: importing(`./${PROBE}A.js`),
    },
  },
  {
    rule: 'domain-imports-nothing',
    files: { [`libs/domain/src/kernel/${PROBE}C.ts`]: importing('node:fs') },
  },
  ...[
    ['kernel', '../telemetry/facts.js'],
    ['telemetry', '../standard/types.js'],
    ['standard', '../inference/inferLevel.js'],
    ['inference', '../assessment/scoring.js'],
    ['assessment', `../alerts/${PROBE}D.js`],
    ['alerts', `../evaluation/${PROBE}D.js`],
  ].map(([folder, path]) => ({
    rule: `domain-${folder}-sees-only-earlier-folders`,
    files: {
      [`libs/domain/src/${folder}/${PROBE}${folder}.ts`]: importing(path as string),
      ...(path?.includes(PROBE)
        ? { [`libs/domain/src/${path.slice(3).replace('.js', '.ts')}`]: 'export const probe = 1;\n' }
        : {}),
    },
  })),
  {
    rule: 'contracts-import-domain-and-zod',
    files: { [`libs/contracts/src/${PROBE}E.ts`]: importing('node:fs') },
  },
  {
    rule: 'application-imports-domain-and-contracts',
    files: { [`libs/application/src/${PROBE}F.ts`]: importing('pg') },
  },
  {
    rule: 'adapters-do-not-know-each-other',
    files: { [`libs/adapter-kafka/src/${PROBE}G.ts`]: importing('@parkpulse/adapter-postgres') },
  },
  {
    rule: 'kafkajs-only-in-its-adapter',
    files: { [`apps/server/src/composition/${PROBE}H.ts`]: importing('kafkajs') },
  },
  {
    rule: 'pg-only-in-its-adapter',
    files: { [`apps/server/src/composition/${PROBE}I.ts`]: importing('pg') },
  },
  {
    rule: 'nodemailer-only-in-its-adapter',
    files: { [`apps/server/src/composition/${PROBE}P.ts`]: importing('nodemailer') },
  },
  {
    rule: 'adapters-only-in-composition',
    files: { [`apps/server/src/http/${PROBE}J.ts`]: importing('@parkpulse/adapter-postgres') },
  },
  {
    rule: 'dashboard-imports-domain-and-contracts',
    files: { [`apps/dashboard/src/${PROBE}K.ts`]: importing('@parkpulse/application') },
  },
  {
    rule: 'simulator-imports-domain-and-contracts',
    files: { [`apps/simulator/src/${PROBE}L.ts`]: importing('@parkpulse/application') },
  },
  {
    rule: 'front-doors-only',
    files: { [`libs/contracts/src/${PROBE}M.ts`]: importing('../../domain/src/kernel/tri.js') },
  },
  {
    rule: 'only-views-read-stores',
    files: {
      [`apps/dashboard/src/components/${PROBE}N.vue`]: `<script setup lang="ts">\nimport '../stores/${PROBE}N';\n</script>\n<template><i /></template>\n`,
      [`apps/dashboard/src/stores/${PROBE}N.ts`]: 'export const probe = 1;\n',
    },
  },
];

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  };
}

const CONFIGS = ['.dependency-cruiser.cjs', 'tsconfig.depcruise.json', 'tsconfig.base.json', 'package.json'];
const isCopied = (path: string): boolean => !['node_modules', 'dist', 'testdata'].includes(basename(path));

/** Violations are planted in a copy, so that nobody at work in the checkout meets them. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'parkpulse-imports-'));
  for (const name of ['libs', 'apps', 'test'])
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: isCopied });
  for (const name of CONFIGS) cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function cruise(project: string): Promise<Cruise> {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'libs', 'apps', 'test'];
  const options = { cwd: project, maxBuffer: 256 * 1024 * 1024 };
  // It exits non-zero when it finds something; what it found is on its standard output all the same.
  const { stdout } = await run(process.execPath, args, options).catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Cruise;
}

describe('import rules', () => {
  let found: Cruise['summary']['violations'] = [];
  let project = '';

  beforeAll(async () => {
    project = copyProject();
    for (const { files } of PROBES) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(project, path)), { recursive: true });
        writeFileSync(join(project, path), text);
      }
    }
    found = (await cruise(project)).summary.violations;
  }, 120_000);

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it.each(PROBES)('$rule is not silent about a planted violation', ({ rule, files }) => {
    const planted = Object.keys(files);
    expect(found.filter(({ rule: { name }, from }) => name === rule && planted.includes(from))).not.toEqual(
      [],
    );
  });

  it('finds nothing but what was planted', () => {
    expect(found.filter(({ from }) => !from.includes(PROBE))).toEqual([]);
  });
});
