import type { OwnWall, WallScene } from '@parkpulse/contracts';
import type { Stamps, WallPicture } from '../data/picture.js';

/** The last good picture of a wall, kept over a reload of the browser and an absent server. */
export interface Frame {
  readonly wall: OwnWall;
  readonly picture: WallPicture;
  readonly stamps: Stamps;
  /** When the picture was last known to be current, by the server's clock. */
  readonly goodAt: number;
  /** How far the server's clock was ahead of this browser's. */
  readonly clockOffset: number;
  /** The scene that was on; a frame of before this member has none. */
  readonly scene?: WallScene | null;
}

const KEY = 'parkpulse.wall.frame';
const TOKEN_KEY = 'parkpulse.wall.token';
/** Frames of another layout of the data are dropped, not misread. */
const VERSION = 1;

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // A full or closed storage costs the frame after a reload, nothing else.
  }
}

export function savedFrame(): Frame | null {
  try {
    const { version, frame } = JSON.parse(read(KEY) ?? '{}') as { version?: number; frame?: Frame };
    return version === VERSION && frame !== undefined ? frame : null;
  } catch {
    return null;
  }
}

export function saveFrame(frame: Frame): void {
  write(KEY, JSON.stringify({ version: VERSION, frame }));
}

export const savedToken = (): string | null => read(TOKEN_KEY);
export const saveToken = (token: string): void => write(TOKEN_KEY, token);

/** Forgets the wall: its token was revoked. */
export function forgetWall(): void {
  write(TOKEN_KEY, null);
  write(KEY, null);
}
