import type { Assessment, IndicatorState, LivePatch } from '@parkpulse/contracts';

/** What to tell a room that stood at one assessment and is to stand at another. */
export type RoomStep =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'patch'; readonly patch: LivePatch }
  /** Revisions were skipped (changes came faster than they are pushed): everybody starts from the whole again. */
  | { readonly kind: 'snapshot' };

/** Decides what takes watchers from `before` to `after`; patches carry only what differs and go up by one revision. */
export function stepBetween(before: Assessment, after: Assessment): RoomStep {
  if (after.revision <= before.revision) return { kind: 'nothing' };
  if (after.revision !== before.revision + 1) return { kind: 'snapshot' };
  return { kind: 'patch', patch: patchBetween(before, after) };
}

/** What differs of `after`; all of it when there is nothing before. */
export function patchBetween(before: Assessment | null, after: Assessment): LivePatch {
  const { park, revision, at, knownAt, score, primary, secondary } = after;
  const indicators = before === null ? after.indicators : changedIndicators(before, after);
  return { park, revision, at, knownAt, score, primary, secondary, indicators };
}

function changedIndicators(before: Assessment, after: Assessment): readonly IndicatorState[] {
  const known = new Map(before.indicators.map((indicator) => [indicator.id, JSON.stringify(indicator)]));
  return after.indicators.filter((indicator) => known.get(indicator.id) !== JSON.stringify(indicator));
}

/** Lets work run at once, but not more often than every `intervalMs`: calls in between become one. */
export class Throttle {
  private timer: NodeJS.Timeout | null = null;
  private lastRun = Number.NEGATIVE_INFINITY;
  private running = false;
  private again = false;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly intervalMs: number,
  ) {}

  request(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    if (this.timer !== null) return;
    const wait = Math.max(0, this.lastRun + this.intervalMs - performance.now());
    this.timer = setTimeout(() => void this.run(), wait);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private async run(): Promise<void> {
    this.timer = null;
    this.running = true;
    this.lastRun = performance.now();
    try {
      await this.work();
    } finally {
      this.running = false;
      if (this.again) {
        this.again = false;
        this.request();
      }
    }
  }
}
