import type { WallInstallation } from '@parkpulse/contracts';
import { farthestFor, minimumPhysicalPx } from './legibility.js';

export type AspectClass = '16:9' | '8:3' | '32:9' | '48:9' | 'portrait';

/** A screen as the browser sees it: CSS pixels, and how many physical ones make one of them. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** A seam, in CSS pixels along one axis: nothing that must be read lies within `half` of `at`. */
export interface Seam {
  readonly at: number;
  readonly half: number;
}

/** What there is to lay scenes out on. All lengths in CSS pixels. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly aspect: AspectClass;
  /** The smallest type: 1 rem. Everything else is a multiple of it. */
  readonly unit: number;
  /** The smallest allowed type; null without an installation record. */
  readonly minimum: number | null;
  readonly margin: number;
  readonly seamsX: readonly Seam[];
  readonly seamsY: readonly Seam[];
}

export type Fit =
  | { readonly kind: 'fits'; readonly canvas: Canvas }
  /** Type of the size the farthest seat needs leaves no room for what must always be visible. */
  | {
      readonly kind: 'tooSmall';
      readonly minimum: number;
      /** The largest type the layouts can do with here. */
      readonly most: number;
      /** From how far this screen can be read at that size, in metres. */
      readonly metres: number;
    };

/** The least room, in units, that what is always visible needs beside one tile. */
const LEAST = { landscape: { width: 48, height: 17 }, portrait: { width: 30, height: 46 } } as const;
/** The room, in units, that scenes are composed for. */
const COMPOSED = { landscape: { width: 64, height: 36 }, portrait: { width: 36, height: 62 } } as const;

/** Chooses the layout class of a screen by its proportions. */
export function aspectOf({ width, height }: Pick<Screen, 'width' | 'height'>): AspectClass {
  const ratio = width / height;
  if (ratio < 1) return 'portrait';
  if (ratio < 2.2) return '16:9';
  if (ratio < 3.1) return '8:3';
  return ratio < 4.5 ? '32:9' : '48:9';
}

/** Finds the size of type and the seams for a screen; refuses one on which nothing would be legible. */
export function fitCanvas(screen: Screen, installation: WallInstallation | null): Fit {
  const { pixelRatio } = screen;
  const orientation = aspectOf(screen) === 'portrait' ? 'portrait' : 'landscape';
  const margin = (installation?.marginPx ?? 0) / pixelRatio;
  const minimum = installation === null ? null : Math.ceil(minimumPhysicalPx(installation) / pixelRatio);
  const most = unitFor(screen, margin, LEAST[orientation]);
  if (installation !== null && minimum !== null && minimum > most) {
    const metres = farthestFor(most * pixelRatio, installation.pitchMm);
    return { kind: 'tooSmall', minimum, most: Math.floor(most), metres };
  }
  const unit = Math.max(unitFor(screen, margin, COMPOSED[orientation]), minimum ?? 0);
  return { kind: 'fits', canvas: canvasOf(screen, installation, { unit, minimum, margin }) };
}

/** The type at which a room of so many units fills the screen inside its margin. */
function unitFor(
  { width, height }: Screen,
  margin: number,
  room: { readonly width: number; readonly height: number },
): number {
  return Math.min((width - 2 * margin) / room.width, (height - 2 * margin) / room.height);
}

function canvasOf(
  screen: Screen,
  installation: WallInstallation | null,
  type: Pick<Canvas, 'unit' | 'minimum' | 'margin'>,
): Canvas {
  const { width, height, pixelRatio } = screen;
  const seams = (total: number, count: number): readonly Seam[] =>
    installation === null ? [] : seamsOf(total, count, { installation, pixelRatio });
  return {
    ...type,
    width,
    height,
    aspect: aspectOf(screen),
    seamsX: seams(width, installation?.columns ?? 1),
    seamsY: seams(height, installation?.rows ?? 1),
  };
}

// Panels are alike, so seams cut the screen evenly, whatever part of a pixel a driver may have scaled away.
function seamsOf(
  total: number,
  count: number,
  { installation, pixelRatio }: { readonly installation: WallInstallation; readonly pixelRatio: number },
): readonly Seam[] {
  const { seamMm, pitchMm } = installation;
  if (seamMm === 0) return [];
  const half = seamMm / pitchMm / pixelRatio / 2;
  return Array.from({ length: count - 1 }, (_, index) => ({ at: (total * (index + 1)) / count, half }));
}

/** Whether the declared panels make up the screen that is really there. */
export function isAsDeclared(
  { width, height, pixelRatio }: Screen,
  { columns, rows, panelWidth, panelHeight }: WallInstallation,
): boolean {
  const near = (real: number, declared: number): boolean => Math.abs(real - declared) <= 0.01 * declared;
  return near(width * pixelRatio, columns * panelWidth) && near(height * pixelRatio, rows * panelHeight);
}
