import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { nodeName } from './nodeName.js';

const folder = mkdtempSync(join(tmpdir(), 'parkpulse-node-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('names a node once and for all', () => {
  const path = join(folder, 'node');
  const name = nodeName(path);
  expect(name).toMatch(/^[a-z0-9]{12}$/);
  expect(nodeName(path)).toBe(name);
  expect(nodeName(join(folder, 'other'))).not.toBe(name);
});

it('names it anew when the file holds something else', () => {
  const path = join(folder, 'damaged');
  writeFileSync(path, 'no name');
  expect(nodeName(path)).toMatch(/^[a-z0-9]{12}$/);
});

it('does without where nothing can be kept', () => {
  expect(nodeName(null)).toBeNull();
  expect(nodeName(join(folder, 'no/such/folder'))).toBeNull();
});
