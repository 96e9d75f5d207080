// @vitest-environment node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const block = (selector: string): ReadonlyMap<string, string> => {
  const start = css.indexOf(`${selector} {`);
  const text = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  );
};
const dark = block(':root');
const light = new Map([...dark, ...block(":root[data-theme='light']")]);

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const TEXT = ['text', 'text-2', 'text-3', 'accent', 'alarm', 'warning', 'reminder', 'normal', 'restored'];
const GROUNDS = ['ground', 'surface', 'sunken', 'raised'];
const LEVELS = ['s1', 's2', 's3', 's4', 's5'];

describe.each([
  ['dark', dark],
  ['light', light],
] as const)('the %s theme', (_name, theme) => {
  const of = (name: string): string => theme.get(name) ?? '#000000';

  it('writes every text at 4.5 to 1 or better on every ground', () => {
    for (const text of TEXT)
      for (const ground of GROUNDS)
        expect(contrast(of(text), of(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('text-2'), of('accent-soft'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('on-accent'), of('accent'))).toBeGreaterThanOrEqual(4.5);
  });

  it('writes level labels at 4.5 to 1 or better on their colours', () => {
    for (const level of LEVELS)
      expect(contrast(of(`on-${level}`), of(level)), level).toBeGreaterThanOrEqual(4.5);
  });

  it('draws controls, focus and bands at 3 to 1 or better', () => {
    expect(contrast(of('focus'), of('ground'))).toBeGreaterThanOrEqual(3);
    expect(contrast(of('band-assured'), of('surface'))).toBeGreaterThanOrEqual(3);
    expect(contrast(of('band-ceiling'), of('surface'))).toBeGreaterThanOrEqual(3);
  });

  it('has one ramp of levels from dark to light', () => {
    const steps = LEVELS.map((level) => luminance(of(level)));
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });
});

describe('severity colours', () => {
  it('are those of the wall on the dark ground (W7), but for a lighter green that reads as text', () => {
    expect(['alarm', 'warning', 'reminder', 'normal'].map((name) => dark.get(name))).toEqual([
      '#ff5a5f',
      '#e69f00',
      '#56b4e9',
      '#9aa4b2',
    ]);
    expect(dark.get('ground')).toBe('#0b1220');
  });
});
