import type { Places } from '@parkpulse/contracts';
import { describe, expect, it } from 'vitest';
import { cellGrid } from './cellGrid.js';
import { fitText } from './fitText.js';
import { outlineOf } from './mapGround.js';
import { mapOf, shortName } from './mapLayout.js';

const enterprise = (id: string, position: [number, number] | null, online = 1) => ({
  id,
  name: `企业${id}`,
  status: 'commissioned' as const,
  key: false,
  position,
  devices: { online, due: 1 },
});
const places = (over: Partial<Places> = {}): Places => ({
  at: '2026-11-24T00:00:00.000Z',
  enterprises: [enterprise('1', [121, 30]), enterprise('2', [121.02, 30.01], 0), enterprise('3', null)],
  devices: [],
  categories: [],
  ...over,
});
const size = { width: 40, height: 20 };

describe('the map of a park', () => {
  it('is north up, lies within its tile and leaves out what has no coordinates', () => {
    const map = mapOf(places(), size, fitText);
    const [second, first] = map?.enterprises ?? [];
    expect(map?.enterprises.length).toBe(2);
    expect(second).toMatchObject({ key: '2', isLacking: true });
    expect((second?.x ?? 0) > (first?.x ?? 0) && (second?.y ?? 0) < (first?.y ?? 0)).toBe(true);
    for (const { x, y } of map?.enterprises ?? []) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(40);
      expect(y).toBeLessThanOrEqual(20);
    }
  });

  it('is none without any coordinates, and stands a single place in the middle', () => {
    expect(mapOf(places({ enterprises: [] }), size, fitText)).toBeNull();
    expect(
      mapOf(places({ enterprises: [enterprise('1', [121, 30])] }), size, fitText)?.enterprises[0],
    ).toMatchObject({ x: 20, y: 10 });
  });

  it('names companies without their legal form', () => {
    expect(['云岚精细化工有限公司', '甲股份有限公司', 'Blue Gas Co., Ltd.', '公司'].map(shortName)).toEqual([
      '云岚精细化工',
      '甲',
      'Blue Gas',
      '公司',
    ]);
  });

  it('never writes one name over another', () => {
    const crowd = Array.from({ length: 40 }, (_, index) =>
      enterprise(String(index), [121 + index * 1e-4, 30], 0),
    );
    const labels =
      mapOf(places({ enterprises: crowd }), size, fitText)?.enterprises.flatMap(({ label }) => label ?? []) ??
      [];
    expect(labels.length).toBeGreaterThan(0);
    for (const a of labels)
      for (const b of labels)
        if (a !== b) expect(Math.abs(a.y - b.y) >= 1.24 || Math.abs(a.x - b.x) >= 2).toBe(true);
  });

  it('writes no name over a device or close to the mark of another', () => {
    const row = Array.from({ length: 12 }, (_, index) =>
      enterprise(String(index), [121 + index * 0.002, 30]),
    );
    const devices = row.map(({ id, position }) => ({
      id: `D${id}`,
      category: null,
      majorHazard: false,
      position: [(position?.[0] ?? 0) + 0.0007, 30.0003] as [number, number],
      state: 'online' as const,
    }));
    const map = mapOf(places({ enterprises: row, devices }), size, fitText);
    const labels = map?.enterprises.flatMap(({ label }) => label ?? []) ?? [];
    expect(labels.length).toBeGreaterThan(0);
    for (const label of labels)
      for (const { x, y } of map?.devices ?? [])
        expect(x > label.x && x < label.x + 3 && y > label.y && y < label.y + 1.25).toBe(false);
  });

  it('tells how far a length is, and outlines what there is', () => {
    const map = mapOf(places(), size, fitText);
    // 0.01 degrees of latitude are 1112 m; they or the width fill the tile but for its margin.
    expect(map?.scale?.metres).toBe(200);
    expect(map?.scale?.length).toBeCloseTo((200 / 1112) * 16.6, 1);
    expect(
      outlineOf([
        { x: 0, y: 0 },
        { x: 4, y: 0 },
        { x: 2, y: 1 },
        { x: 4, y: 4 },
        { x: 0, y: 4 },
      ]),
    ).toBe('M0.00 0.00L4.00 0.00L4.00 4.00L0.00 4.00Z');
    expect(
      outlineOf([
        { x: 0, y: 0 },
        { x: 4, y: 0 },
      ]),
    ).toBe('');
  });

  it('keeps every device that is not online when there are too many', () => {
    const devices = Array.from({ length: 5000 }, (_, index) => ({
      id: `D${index}`,
      category: null,
      majorHazard: false,
      position: [121 + index * 1e-6, 30] as [number, number],
      state: index % 100 === 0 ? ('offline' as const) : ('online' as const),
    }));
    const map = mapOf(places({ devices }), size, fitText);
    expect(map?.devices.filter(({ state }) => state === 'offline').length).toBe(50);
    expect(map?.shown).toBe(600);
    expect(map?.total).toBe(5000);
  });
});

describe('the grid of levels', () => {
  it('gives names room where there is some, and falls back to ids', () => {
    expect(cellGrid(7, { width: 30, height: 12 }).form).toBe('two');
    expect(cellGrid(46, { width: 30, height: 12 }).form).not.toBe('two');
    for (const [count, width, height] of [
      [13, 30, 6],
      [46, 30, 12],
      [28, 62, 22],
      [15, 22, 14],
      [46, 30.34, 9.76],
    ] as const) {
      const { columns, rowHeight } = cellGrid(count, { width, height });
      expect(Math.ceil(count / columns) * (rowHeight + 0.25)).toBeLessThanOrEqual(height + 0.01);
      expect(rowHeight).toBeGreaterThanOrEqual(1.12);
      expect(width / columns).toBeGreaterThanOrEqual(4.3);
    }
  });
});
