// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en/index.js';
import { zh } from './zh/index.js';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${prefix}${key}`, value] as const]
        : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}
const chinese = flat(zh);
const english = flat(en);
const root = join(import.meta.dirname, '..');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(
    (name) =>
      /\.(vue|ts)$/.test(name) &&
      !name.includes('.spec.') &&
      !name.startsWith('i18n/zh') &&
      !name.startsWith('i18n/en'),
  )
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
const slots = (text: string): readonly string[] =>
  // A text for one and for many has each slot in both.
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();

describe('both languages', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('leave no text empty and fill the same slots', () => {
    for (const [key, text] of chinese) {
      expect(text.trim(), key).not.toBe('');
      expect(slots(english.get(key) ?? ''), key).toEqual(slots(text));
    }
  });

  it('are really translated', () => {
    const same = [...chinese].filter(
      ([key, text]) => english.get(key) === text && /[\u4e00-\u9fff]/.test(text),
    );
    expect(same).toEqual([]);
    const chineseInEnglish = [...english].filter(
      ([key, text]) => /[\u4e00-\u9fff]/.test(text) && key !== 'action.language',
    );
    expect(chineseInEnglish).toEqual([]);
  });

  it('have every key that a page asks for', () => {
    for (const { name, text } of sources) {
      for (const [, key = ''] of text.matchAll(/\bt\(\s*'([\w.]+)'/g))
        expect(chinese.has(key), `${key} in ${name}`).toBe(true);
      for (const [, prefix = ''] of text.matchAll(/\bt\(\s*`([\w.]+\.)\$\{/g)) {
        expect(
          [...chinese.keys()].some((key) => key.startsWith(prefix)),
          `${prefix}… in ${name}`,
        ).toBe(true);
      }
    }
  });

  it('keep no text that nobody asks for', () => {
    const all = sources.map(({ text }) => text).join('\n');
    const prefixes = [...all.matchAll(/`([\w.]+\.)\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unused = [...chinese.keys()].filter(
      (key) =>
        !all.includes(`'${key}'`) &&
        !prefixes.some((prefix) => key.startsWith(prefix)) &&
        !isNamedWhole(key, all),
    );
    expect(unused).toEqual([]);
  });

  it('write no text into a page past the messages', () => {
    const written = sources
      .filter(({ name }) => name.endsWith('.vue'))
      .flatMap(({ name, text }) => {
        const template = text.slice(text.indexOf('<template>')).replace(/<!--[\s\S]*?-->/g, '');
        return [...template.matchAll(/[\u4e00-\u9fff]+/g)].map(([found]) => `${name}: ${found}`);
      });
    expect(written.filter((one) => !one.endsWith(': 中文'))).toEqual([]);
  });
});

/** Keys such as the titles of routes, or those built of two parts, stand in the code by another form. */
function isNamedWhole(key: string, all: string): boolean {
  return (
    all.includes(`\`${key}`) || new RegExp(`\\$\\{\\w+\\}[\\w.]*${key.split('.').at(-1) ?? ''}\``).test(all)
  );
}
