import type { Wall, WallInstallation, WallReport } from '@parkpulse/contracts';
import { isAsDeclared } from '../layout/canvas.js';
import type { Translate } from '../show/sentence.js';

/** One thing the desk should know of a wall. */
export interface WallNote {
  readonly tone: 'alarm' | 'warning' | 'normal';
  readonly text: string;
}

/** What a wall says of itself, in words: whether it can be read, hears, runs and is built as declared. */
export function notesOf({ report, installation }: Wall, t: Translate): readonly WallNote[] {
  if (report === null) return [];
  return [
    legibilityNote(report, t),
    ...warnings([
      installation === null ? null : mismatchOf(report, installation, t),
      report.crossedSeams > 0 ? t('desk.crossed', { count: String(report.crossedSeams) }) : null,
      report.failing.length > 0 ? t('desk.failing', { scenes: scenesText(report.failing, t) }) : null,
      report.sound === 'blocked' ? t('desk.soundBlocked') : null,
      report.stream === 'lost' ? t('desk.streamLost') : null,
    ]),
  ];
}

function legibilityNote({ verdict, textPx, minimumPx }: WallReport, t: Translate): WallNote {
  const figures = { text: String(textPx), minimum: String(minimumPx ?? '–') };
  if (verdict === 'tooSmall') return { tone: 'alarm', text: t('desk.tooSmall', figures) };
  if (verdict === 'undeclared') return { tone: 'warning', text: t('desk.textUndeclared', figures) };
  return { tone: 'normal', text: t('desk.textOk', figures) };
}

function mismatchOf(report: WallReport, installation: WallInstallation, t: Translate): string | null {
  if (isAsDeclared(report, installation)) return null;
  const { width, height, pixelRatio } = report;
  const { columns, rows, panelWidth, panelHeight } = installation;
  const declared = `${columns * panelWidth}×${rows * panelHeight}`;
  const real = `${Math.round(width * pixelRatio)}×${Math.round(height * pixelRatio)}`;
  return t('desk.mismatch', { declared, real });
}

function scenesText(scenes: WallReport['failing'], t: Translate): string {
  return scenes.map((scene) => t(`wall.scene.${scene}`)).join(' · ');
}

function warnings(texts: readonly (string | null)[]): readonly WallNote[] {
  return texts.flatMap((text) => (text === null ? [] : [{ tone: 'warning' as const, text }]));
}

const AWAY_MS = 75_000;

/** Whether a wall has been heard of lately; it reports every half minute. */
export function isOnline({ lastSeenAt }: Wall, now: number): boolean {
  return lastSeenAt !== null && now - Date.parse(lastSeenAt) < AWAY_MS;
}
