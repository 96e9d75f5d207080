import type { Places } from '@parkpulse/contracts';
import { outlineOf, scaleBar, type ScaleBar } from './mapGround.js';
import { MapLabels, type Label, type Point } from './mapLabels.js';
import type { TileSize } from './show.js';

export type DeviceState = Places['devices'][number]['state'];

/** A mark on the map, in units from its upper left corner. */
export interface Mark extends Point {
  readonly key: string;
}

export interface DeviceMark extends Mark {
  readonly state: DeviceState;
}

export interface EnterpriseMark extends Mark {
  readonly isKey: boolean;
  /** Not every device that is due is online. */
  readonly isLacking: boolean;
  /** Null where there is no room for one. */
  readonly label: Label | null;
}

export interface MapPicture {
  readonly enterprises: readonly EnterpriseMark[];
  readonly devices: readonly DeviceMark[];
  readonly shown: number;
  readonly total: number;
  /** Half of an enterprise's mark: smaller where they stand close. */
  readonly half: number;
  /** Around everything there is, as a path. */
  readonly outline: string;
  /** Null for a park without extent. */
  readonly scale: ScaleBar | null;
}

/** More marks than this would be one grey cloud; those that need somebody always stay. */
const MOST_DEVICES = 600;
const MARGIN = 1.7;
const HALF = 0.4;
const LEAST_HALF = 0.18;
const LONGEST_LABEL = 9;
const LONGEST_SCALE = 4.5;

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
  const placed = enterprises
    .flatMap((one) => (one.position === null ? [] : [{ ...one, position: one.position }]))
    .sort((a, b) => lacking(b) - lacking(a) || Number(b.key) - Number(a.key));
  const positions = [...placed, ...devices].map(({ position }) => position);
  if (positions.length === 0) return null;
  const { project, unitsPerMetre } = projection(positions, size);
  const marks = chosen(devices).map(({ id, position, state }) => ({ key: id, state, ...project(position) }));
  const points = placed.map(({ position }) => project(position));
  const labels = new MapLabels(size, points, marks);
  return {
    enterprises: placed.map(({ id, name, key, devices: counts }, index) => {
      const at = points[index] ?? { x: 0, y: 0 };
      const isLacking = counts.online < counts.due;
      const label = labels.place(labelOf(shortName(name), LONGEST_LABEL), at, isLacking);
      return { key: id, isKey: key, isLacking, ...at, label };
    }),
    devices: marks,
    shown: marks.length,
    total: devices.length,
    half: halfOf(points),
    outline: outlineOf([...points, ...marks]),
    scale: unitsPerMetre === null ? null : scaleBar(unitsPerMetre, LONGEST_SCALE),
  };
}

function halfOf(points: readonly Point[]): number {
  const nearest = points.flatMap((a) =>
    points.filter((b) => b !== a).map((b) => Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))),
  );
  return Math.max(
    LEAST_HALF,
    nearest.reduce((least, distance) => Math.min(least, 0.36 * distance), HALF),
  );
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

/** Length of a degree of latitude, in metres (mean Earth radius 6371 km). */
const METRES_PER_DEGREE = 111_195;
/** Less than a centimetre is no extent. */
const LEAST_DEGREES = 1e-7;

function projection(positions: readonly Position[], { width, height }: TileSize) {
  const [west, east] = extent(positions.map(([longitude]) => longitude));
  const [south, north] = extent(positions.map(([, latitude]) => latitude));
  // A degree of longitude shrinks with the latitude; within a park one factor is true enough.
  const stretch = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const span = { across: (east - west) * stretch, up: north - south };
  const scale = Math.min(
    (width - 2 * MARGIN) / Math.max(LEAST_DEGREES, span.across),
    (height - 2 * MARGIN) / Math.max(LEAST_DEGREES, span.up),
  );
  const [middleX, middleY] = [(west + east) / 2, (south + north) / 2];
  return {
    unitsPerMetre: Math.max(span.across, span.up) < LEAST_DEGREES ? null : scale / METRES_PER_DEGREE,
    project: ([longitude, latitude]: Position): Point => ({
      x: width / 2 + (longitude - middleX) * stretch * scale,
      y: height / 2 - (latitude - middleY) * scale,
    }),
  };
}

function extent(values: readonly number[]): readonly [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
