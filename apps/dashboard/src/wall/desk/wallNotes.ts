import type { Wall } from '@parkpulse/contracts';
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
  const { width, height, pixelRatio, textPx, minimumPx, verdict, failing, crossedSeams, sound, stream } =
    report;
  const figures = { text: String(textPx), minimum: String(minimumPx ?? '–') };
  const notes: WallNote[] = [];
  if (verdict === 'tooSmall') notes.push({ tone: 'alarm', text: t('desk.tooSmall', figures) });
  else if (verdict === 'undeclared') notes.push({ tone: 'warning', text: t('desk.textUndeclared', figures) });
  else notes.push({ tone: 'normal', text: t('desk.textOk', figures) });
  if (installation !== null && !isAsDeclared({ width, height, pixelRatio }, installation)) {
    const { columns, rows, panelWidth, panelHeight } = installation;
    const declared = `${columns * panelWidth}×${rows * panelHeight}`;
    const real = `${Math.round(width * pixelRatio)}×${Math.round(height * pixelRatio)}`;
    notes.push({ tone: 'warning', text: t('desk.mismatch', { declared, real }) });
  }
  if (crossedSeams > 0)
    notes.push({ tone: 'warning', text: t('desk.crossed', { count: String(crossedSeams) }) });
  if (failing.length > 0) {
    const scenes = failing.map((scene) => t(`wall.scene.${scene}`)).join(' · ');
    notes.push({ tone: 'warning', text: t('desk.failing', { scenes }) });
  }
  if (sound === 'blocked') notes.push({ tone: 'warning', text: t('desk.soundBlocked') });
  if (stream === 'lost') notes.push({ tone: 'warning', text: t('desk.streamLost') });
  return notes;
}

const AWAY_MS = 75_000;

/** Whether a wall has been heard of lately; it reports every half minute. */
export function isOnline({ lastSeenAt }: Wall, now: number): boolean {
  return lastSeenAt !== null && now - Date.parse(lastSeenAt) < AWAY_MS;
}
