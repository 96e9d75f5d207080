import type { WallControl } from '@parkpulse/contracts';

const REPEAT_MS = 5 * 60_000;
/** Loops never run into one another, however fast alerts come. */
const LEAST_MS = 15_000;

/** Whether local time `HH:mm` lies in [from, to), which may cross midnight. */
export function isMuted({ on, muteFrom, muteTo }: WallControl['sound'], clock: string): boolean {
  if (!on) return true;
  if (muteFrom === null || muteTo === null || muteFrom === muteTo) return false;
  return muteFrom < muteTo ? clock >= muteFrom && clock < muteTo : clock >= muteFrom || clock < muteTo;
}

export interface SoundInput {
  readonly isUnheard: boolean;
  /** One of them has come since it sounded last. */
  readonly isNew: boolean;
  readonly isMuted: boolean;
  /** When it sounded last, for anything that is still open; null: not yet. */
  readonly soundedAt: number | null;
  readonly now: number;
}

/** One loop when something new is open, then again every five minutes until it is acknowledged at the desk. */
export function isSoundDue(input: SoundInput): boolean {
  if (!input.isUnheard || input.isMuted) return false;
  return input.soundedAt === null || input.now - input.soundedAt >= (input.isNew ? LEAST_MS : REPEAT_MS);
}
