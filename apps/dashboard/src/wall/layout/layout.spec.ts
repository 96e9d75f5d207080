import type { WallInstallation } from '@parkpulse/contracts';
import { describe, expect, it } from 'vitest';
import { divide, isClear, type Box } from './areas.js';
import { aspectOf, fitCanvas, isAsDeclared, type Canvas } from './canvas.js';
import { arcMinutes, farthestFor, minimumPhysicalPx } from './legibility.js';
import { placesOn, stageBoxes } from './stage.js';

const installation = (over: Partial<WallInstallation> = {}): WallInstallation => ({
  pitchMm: 0.63,
  farthestMetres: 4,
  columns: 1,
  rows: 1,
  panelWidth: 1920,
  panelHeight: 1080,
  seamMm: 3.5,
  marginPx: 0,
  ...over,
});
const screen = (width: number, height: number, pixelRatio = 1) => ({ width, height, pixelRatio });
function canvasOf(width: number, height: number, built: WallInstallation | null = null): Canvas {
  const fit = fitCanvas(screen(width, height), built);
  if (fit.kind !== 'fits') throw new Error(`${width}x${height} does not fit`);
  return fit.canvas;
}

describe('the smallest type', () => {
  it.each([
    [8, 0.63, 59],
    [8, 1.25, 30],
    [5, 0.63, 37],
    [5, 1.25, 19],
  ])('at %d m on a pitch of %d mm is %d px', (farthestMetres, pitchMm, px) => {
    expect(minimumPhysicalPx({ farthestMetres, pitchMm })).toBe(px);
  });

  it('has sixteen minutes of arc, and tells from how far it can be read', () => {
    expect(arcMinutes(37.2 / 0.63, { farthestMetres: 8, pitchMm: 0.63 })).toBeCloseTo(16);
    expect(farthestFor(59, 0.63)).toBeCloseTo(8, 1);
  });
});

const SIZES = [
  [1920, 1080, '16:9', 1, 1],
  [3840, 2160, '16:9', 2, 2],
  [3840, 1080, '32:9', 2, 1],
  [5760, 1080, '48:9', 3, 1],
  [5760, 2160, '8:3', 3, 2],
  [7680, 2160, '32:9', 4, 2],
  [6656, 1792, '32:9', 1, 1],
  [1080, 1920, 'portrait', 1, 1],
] as const;

describe.each(SIZES)('%d x %d', (...[width, height, aspect, columns, rows]) => {
  it(`is of the class ${aspect}`, () => {
    expect(aspectOf(screen(width, height))).toBe(aspect);
  });

  const built = installation({ columns, rows, panelWidth: width / columns, panelHeight: height / rows });
  const canvas = canvasOf(width, height, built);

  it('has one seam between each two panels, and type no smaller than the farthest seat needs', () => {
    expect(canvas.seamsX.length).toBe(columns - 1);
    expect(canvas.seamsY.length).toBe(rows - 1);
    expect(canvas.unit).toBeGreaterThanOrEqual(canvas.minimum ?? 0);
    expect(isAsDeclared(screen(width, height), built)).toBe(true);
  });

  it.each([false, true])(
    'keeps everything that is read off the seams, apart and within the canvas (lost: %s)',
    (isLost) => {
      const areas = divide(canvas, { isLost, disclaimer: 26 });
      expect(areas.crossed).toBe(0);
      for (const tiles of [
        Array.from({ length: placesOn(areas) }, () => ({})),
        [{ hero: 'wide' as const }, ...Array.from({ length: 6 }, () => ({}))],
        [{ hero: 'tall' as const }, {}, {}],
      ]) {
        const stage = stageBoxes(areas, tiles, canvas.unit).filter((box) => box !== null);
        const boxes = [...areas.header, ...areas.banner, ...areas.score, ...areas.footer, ...stage];
        for (const box of boxes) {
          expect(isClear(box.x, box.x + box.width, canvas.seamsX)).toBe(true);
          expect(isClear(box.y, box.y + box.height, canvas.seamsY)).toBe(true);
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          expect(box.y + box.height).toBeLessThanOrEqual(height);
          expect(box.width / canvas.unit).toBeGreaterThan(14);
          expect(box.height / canvas.unit).toBeGreaterThan(1.2);
        }
        expect(overlaps(boxes)).toEqual([]);
      }
    },
  );

  it('fills the stage with at most seven tiles', () => {
    const areas = divide(canvas, { isLost: false, disclaimer: 26 });
    expect(placesOn(areas)).toBeLessThanOrEqual(7);
    const boxes = stageBoxes(
      areas,
      Array.from({ length: placesOn(areas) }, () => ({})),
      canvas.unit,
    );
    expect(boxes).not.toContain(null);
  });
});

function overlaps(boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => {
      const isApart =
        a.x + a.width <= b.x + 0.5 ||
        b.x + b.width <= a.x + 0.5 ||
        a.y + a.height <= b.y + 0.5 ||
        b.y + b.height <= a.y + 0.5;
      return isApart ? [] : [`${JSON.stringify(a)} ${JSON.stringify(b)}`];
    }),
  );
}

describe('the disclaimer', () => {
  it('gets a second line where it needs one', () => {
    const canvas = canvasOf(1920, 1080);
    const height = (disclaimer: number) =>
      divide(canvas, { isLost: false, disclaimer }).footer[0]?.height ?? 0;
    expect(height(41) - height(26)).toBeGreaterThan(canvas.unit);
  });
});

describe('a wall on which nothing would be legible', () => {
  it('is refused, with the distance from which it could be read', () => {
    const fit = fitCanvas(screen(1920, 1080), installation({ farthestMetres: 8 }));
    expect(fit).toMatchObject({ kind: 'tooSmall', minimum: 59, most: 40 });
    expect(fit.kind === 'tooSmall' && fit.metres).toBeCloseTo(5.42, 1);
    expect(fitCanvas(screen(1920, 1080), installation({ farthestMetres: 5 })).kind).toBe('fits');
  });

  it('fits on larger ones: 59 px on four panels of 55 inch', () => {
    const canvas = canvasOf(3840, 2160, installation({ farthestMetres: 8, columns: 2, rows: 2 }));
    expect(canvas.unit).toBeGreaterThanOrEqual(59);
  });

  it('counts physical pixels, whatever the browser scales', () => {
    const fit = fitCanvas(
      screen(1920, 1080, 2),
      installation({ farthestMetres: 8, panelWidth: 3840, panelHeight: 2160 }),
    );
    expect(fit.kind === 'fits' && fit.canvas.minimum).toBe(30);
  });
});

describe('the compact form of a wide wall read from far', () => {
  it.each([
    [3840, 1080, 2],
    [5760, 1080, 3],
  ])('still shows what must always be visible: %d x %d at 8 m', (width, height, columns) => {
    const canvas = canvasOf(width, height, installation({ farthestMetres: 8, columns }));
    expect(canvas.unit).toBe(59);
    const areas = divide(canvas, { isLost: false, disclaimer: 26 });
    expect(areas.rows.length).toBe(1);
    expect(areas.crossed).toBe(0);
  });
});
