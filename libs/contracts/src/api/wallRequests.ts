import * as z from 'zod';
import { reportFault } from './parseRequest.js';
import { lineText } from './requestFields.js';
import { wallScene } from './wallShapes.js';

/** Letters and digits that are told apart from the farthest seat: no I, L, O, 0, 1. */
const CODE = /^[A-HJKMNP-Z2-9]{6}$/;
const LOCAL_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** A pairing code as a person types it: in any case, with blanks or a hyphen between. */
const pairingCode = z.string().transform((text, context) => {
  const code = text.replace(/[\s-]/g, '').toUpperCase();
  if (CODE.test(code)) return code;
  reportFault(context, 'FIELD_INVALID', {
    zh: '配对码为大屏上显示的 6 位字符',
    en: 'the pairing code is the six characters shown on the wall',
  });
  return z.NEVER;
});

const localTime = z.string().superRefine((text, context) => {
  if (!LOCAL_TIME.test(text))
    reportFault(context, 'FIELD_INVALID', { zh: '须为 HH:mm', en: 'must be HH:mm' });
});

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

const installation = z.strictObject({
  pitchMm: z.number().min(0.05).max(50),
  farthestMetres: z.number().min(0.5).max(200),
  columns: whole(1, 32),
  rows: whole(1, 32),
  panelWidth: whole(16, 16_384),
  panelHeight: whole(16, 16_384),
  seamMm: z.number().min(0).max(100),
  marginPx: whole(0, 1000),
});

const control = z.strictObject({
  scenes: z
    .array(wallScene)
    .min(1)
    .refine((scenes) => new Set(scenes).size === scenes.length)
    .readonly()
    .exactOptional(),
  paused: z.boolean().exactOptional(),
  pinned: wallScene.nullable().exactOptional(),
  /** Steps the rotation forward or back, once. */
  skip: z.union([z.literal(1), z.literal(-1)]).exactOptional(),
  seconds: z.strictObject({ overview: whole(5, 3600), others: whole(5, 3600) }).exactOptional(),
  visitor: z.boolean().exactOptional(),
  demo: z.boolean().exactOptional(),
  locale: z.enum(['zh-CN', 'en']).exactOptional(),
  sound: z
    .strictObject({ on: z.boolean(), muteFrom: localTime.nullable(), muteTo: localTime.nullable() })
    .exactOptional(),
  /** Everything up to now has been seen. */
  acknowledge: z.literal(true).exactOptional(),
});

export const wallApprovalRequest = z.strictObject({ code: pairingCode, name: lineText(64) });
export const wallClaimRequest = z.strictObject({ secret: z.string().min(16).max(200) });
export const wallPatch = z.strictObject({
  name: lineText(64).exactOptional(),
  installation: installation.nullable().exactOptional(),
  control: control.exactOptional(),
});
export const wallReportRequest = z.strictObject({
  width: whole(1, 100_000),
  height: whole(1, 100_000),
  pixelRatio: z.number().positive().max(20),
  textPx: z.number().min(0).max(10_000),
  minimumPx: z.number().min(0).max(100_000).nullable(),
  verdict: z.enum(['ok', 'tooSmall', 'undeclared']),
  scene: wallScene.nullable(),
  failing: z.array(wallScene).max(7).readonly(),
  crossedSeams: whole(0, 100),
  sound: z.enum(['ready', 'blocked', 'off']),
  stream: z.enum(['live', 'lost', 'connecting']),
});

export type WallPatch = z.output<typeof wallPatch>;
export type WallControlChange = z.output<typeof control>;
