import type { Places } from '@parkpulse/contracts';
import { textEm } from './fitText.js';
import type { TileSize } from './show.js';

export type DeviceState = Places['devices'][number]['state'];

/** A mark on the map, in units from its upper left corner. */
export interface Mark {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

export interface DeviceMark extends Mark {
  readonly state: DeviceState;
}

export interface EnterpriseMark extends Mark {
  readonly isKey: boolean;
  /** Not every device that is due is online. */
  readonly isLacking: boolean;
  /** Null where another label stands. */
  readonly label: { readonly text: string; readonly x: number; readonly y: number } | null;
}

export interface MapPicture {
  readonly enterprises: readonly EnterpriseMark[];
  readonly devices: readonly DeviceMark[];
  readonly shown: number;
  readonly total: number;
}

/** More marks than this would be one grey cloud; those that need somebody always stay. */
const MOST_DEVICES = 600;
const MARGIN = 1.2;
const LINE = 1.25;
/** Labels keep away from the edge of the tile. */
const EDGE = 0.25;
/** Half of an enterprise's mark. */
const MARK = 0.5;
const LONGEST_LABEL = 9;

/** The name of a company without its legal form, which every one of them has. */
export function shortName(name: string): string {
  return name
    .replace(/(?:股份|集团)?有限(?:责任)?公司$/, '')
    .replace(/,? (?:Co\.,? Ltd\.?|Inc\.?|Ltd\.?|LLC)$/i, '');
}

/** Lays a park out on a tile: north up, lengths true, the whole park in sight. */
export function mapOf(
  { enterprises, devices }: Places,
  size: TileSize,
  labelOf: (name: string, em: number) => string,
): MapPicture | null {
  const placed = enterprises.flatMap((one) =>
    one.position === null ? [] : [{ ...one, position: one.position }],
  );
  const positions = [...placed, ...devices].map(({ position }) => position);
  if (positions.length === 0) return null;
  const project = projection(positions, size);
  const marks = chosen(devices).map(({ id, position, state }) => ({ key: id, state, ...project(position) }));
  const boxes: Rect[] = placed.map(({ position }) => around(project(position)));
  const ordered = [...placed].sort((a, b) => lacking(b) - lacking(a) || Number(b.key) - Number(a.key));
  return {
    enterprises: ordered.map(({ id, name, key, position, devices: counts }) => {
      const at = project(position);
      const text = labelOf(shortName(name), LONGEST_LABEL);
      return {
        key: id,
        isKey: key,
        isLacking: counts.online < counts.due,
        ...at,
        label: placeLabel(text, at, size, boxes),
      };
    }),
    devices: marks,
    shown: marks.length,
    total: devices.length,
  };
}

function lacking({ devices }: Places['enterprises'][number]): number {
  return devices.due - devices.online;
}

// Devices that are not online first; of those online an even sample.
function chosen(devices: Places['devices']): Places['devices'] {
  if (devices.length <= MOST_DEVICES) return devices;
  const off = devices.filter(({ state }) => state !== 'online').slice(0, MOST_DEVICES);
  const online = devices.filter(({ state }) => state === 'online');
  const room = MOST_DEVICES - off.length;
  const step = online.length / Math.max(1, room);
  return [
    ...off,
    ...Array.from({ length: room }, (_, index) => online[Math.floor(index * step)]).filter(
      (one) => one !== undefined,
    ),
  ];
}

type Position = readonly [longitude: number, latitude: number];

function projection(
  positions: readonly Position[],
  { width, height }: TileSize,
): (position: Position) => { x: number; y: number } {
  const [west, east] = extent(positions.map(([longitude]) => longitude));
  const [south, north] = extent(positions.map(([, latitude]) => latitude));
  // A degree of longitude shrinks with the latitude; within a park one factor is true enough.
  const stretch = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(
    (width - 2 * MARGIN) / Math.max(1e-9, (east - west) * stretch),
    (height - 2 * MARGIN) / Math.max(1e-9, north - south),
  );
  const [middleX, middleY] = [(west + east) / 2, (south + north) / 2];
  return ([longitude, latitude]) => ({
    x: width / 2 + (longitude - middleX) * stretch * scale,
    y: height / 2 - (latitude - middleY) * scale,
  });
}

function extent(values: readonly number[]): readonly [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

// Right of the mark, else left, below or above; never over another label or beyond the edge.
function placeLabel(
  text: string,
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: TileSize,
  boxes: Rect[],
): EnterpriseMark['label'] {
  const length = textEm(text);
  const spots = [
    [x + 0.8, y - LINE / 2],
    [x - 0.8 - length, y - LINE / 2],
    [x - length / 2, y + 0.7],
    [x - length / 2, y - 0.7 - LINE],
  ] as const;
  for (const [left, top] of spots) {
    const box = { left, top, right: left + length, bottom: top + LINE };
    const isInside = left >= EDGE && top >= EDGE && box.right <= width - EDGE && box.bottom <= height - EDGE;
    if (!isInside || boxes.some((other) => overlap(box, other))) continue;
    boxes.push(box);
    return { text, x: left, y: top };
  }
  return null;
}

// No name is written over the mark of another enterprise.
function around({ x, y }: { readonly x: number; readonly y: number }): Rect {
  return { left: x - MARK, top: y - MARK, right: x + MARK, bottom: y + MARK };
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
