import * as z from 'zod';
import { pageOf, timeString } from './primitives.js';

/** The scenes a wall can show, in the order it rotates through them. */
export const WALL_SCENES = ['overview', 'trend', 'matrix', 'changes', 'feeds', 'primaries', 'map'] as const;
export const wallScene = z.enum(WALL_SCENES).meta({ id: 'WallScene' });

/**
 * How a wall was built: the size of a pixel, how far the farthest viewer sits, the grid of panels with their seams. The
 * smallest allowed type follows from it (16 minutes of arc).
 */
export const wallInstallation = z
  .object({
    pitchMm: z.number(),
    farthestMetres: z.number(),
    columns: z.number().int(),
    rows: z.number().int(),
    panelWidth: z.number().int(),
    panelHeight: z.number().int(),
    /** What a seam covers, bezel to bezel; 0 for a wall without seams. */
    seamMm: z.number(),
    /** Pixels at each edge of the canvas that stay empty. */
    marginPx: z.number().int(),
  })
  .meta({ id: 'WallInstallation' });

/** What the desk tells a wall to do; `revision` counts the changes. */
export const wallControl = z
  .object({
    revision: z.number().int(),
    scenes: z.array(wallScene).readonly(),
    paused: z.boolean(),
    pinned: wallScene.nullable(),
    /** Counts up and down: a wall that sees it move steps by the difference. */
    skips: z.number().int(),
    seconds: z.object({ overview: z.number().int(), others: z.number().int() }),
    visitor: z.boolean(),
    demo: z.boolean(),
    locale: z.enum(['zh-CN', 'en']),
    sound: z.object({
      on: z.boolean(),
      /** Local times `HH:mm` between which it stays silent; null: never. */
      muteFrom: z.string().nullable(),
      muteTo: z.string().nullable(),
    }),
    /** Changes up to this moment have been seen at the desk: they neither sound nor take the wall over. */
    acknowledgedTo: timeString.nullable(),
  })
  .meta({ id: 'WallControl' });

/** What a wall says of itself, so that the desk sees what the room sees. */
export const wallReport = z
  .object({
    width: z.number().int(),
    height: z.number().int(),
    pixelRatio: z.number(),
    /** The smallest type it uses and the smallest it may use, in its own pixels; null without an installation record. */
    textPx: z.number(),
    minimumPx: z.number().nullable(),
    /** `tooSmall`: it refuses to show anything, for nothing would be legible from the farthest seat. */
    verdict: z.enum(['ok', 'tooSmall', 'undeclared']),
    scene: wallScene.nullable(),
    failing: z.array(wallScene).readonly(),
    crossedSeams: z.number().int(),
    sound: z.enum(['ready', 'blocked', 'off']),
    stream: z.enum(['live', 'lost', 'connecting']),
  })
  .meta({ id: 'WallReport' });

/** A wall as the desk sees it. */
export const wall = z
  .object({
    id: z.string(),
    park: z.string(),
    name: z.string(),
    createdAt: timeString,
    createdBy: z.string(),
    /** False between the approval and the moment the wall takes its token. */
    isPaired: z.boolean(),
    lastSeenAt: timeString.nullable(),
    installation: wallInstallation.nullable(),
    control: wallControl,
    report: wallReport.nullable(),
    reportedAt: timeString.nullable(),
  })
  .meta({ id: 'Wall' });

/** A wall as it sees itself, with the server's clock. */
export const ownWall = z
  .object({
    id: z.string(),
    name: z.string(),
    park: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
    now: timeString,
    installation: wallInstallation.nullable(),
    control: wallControl,
  })
  .meta({ id: 'OwnWall' });

/** The code to show and the secret to claim the token with; the secret never leaves the wall. */
export const wallPairing = z
  .object({ code: z.string(), secret: z.string(), expiresAt: timeString })
  .meta({ id: 'WallPairing' });

export const wallClaim = z
  .object({
    state: z.enum(['waiting', 'paired', 'expired']),
    token: z.string().nullable(),
  })
  .meta({ id: 'WallClaim' });

const position = z.tuple([z.number(), z.number()]).readonly();
const deviceState = z.enum(['online', 'offline', 'fault', 'maintenance', 'stopped', 'unknown']);
const counts = z.object({ online: z.number().int(), due: z.number().int() });

/** Enterprises and devices of the register that have coordinates, with how many of their devices are online. */
export const places = z
  .object({
    at: timeString,
    enterprises: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          status: z.enum(['commissioned', 'suspended', 'under_construction']),
          key: z.boolean(),
          position: position.nullable(),
          devices: counts,
        }),
      )
      .readonly(),
    devices: z
      .array(
        z.object({
          id: z.string(),
          category: z.string().nullable(),
          majorHazard: z.boolean(),
          position,
          state: deviceState,
        }),
      )
      .readonly(),
    /** Online and due devices by category; all devices, with coordinates or not. */
    categories: z.array(counts.extend({ category: z.string().nullable() })).readonly(),
  })
  .meta({ id: 'Places' });

export const wallPage = pageOf(wall);

export type WallScene = z.infer<typeof wallScene>;
export type WallInstallation = z.infer<typeof wallInstallation>;
export type WallControl = z.infer<typeof wallControl>;
export type WallReport = z.infer<typeof wallReport>;
export type Wall = z.infer<typeof wall>;
export type OwnWall = z.infer<typeof ownWall>;
export type WallPairing = z.infer<typeof wallPairing>;
export type WallClaim = z.infer<typeof wallClaim>;
export type Places = z.infer<typeof places>;
