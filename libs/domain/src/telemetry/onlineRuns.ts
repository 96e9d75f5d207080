import type { Instant } from './facts.js';
import { GrowingRows } from './growingArrays.js';
import { firstAfter, insertInstant } from './sortedInstants.js';

/** A stretch [from, to) in which a device was online; `last` is its newest online state. */
export interface Run {
  readonly from: Instant;
  readonly to: Instant;
  readonly last: Instant;
}

const NEVER = Number.NEGATIVE_INFINITY;
const NONE = -1;
const [FROM, TO, LAST, OLDER, NEWEST] = [0, 1, 2, 3, 4] as const;

/**
 * The online stretches of many devices, in columns: the current one of each device in its row, older ones in a shared
 * pool, chained from new to old. Devices that stay up cost one row however often they report.
 */
export class OnlineRuns {
  private readonly current = new GrowingRows([NEVER, NEVER, NEVER, NONE, NEVER]);
  private readonly pool = new GrowingRows([NEVER, NEVER, NEVER, NONE]);
  private freed = NONE;
  /** Times of states other than online, of the devices that had any. */
  private readonly endings = new Map<number, Instant[]>();
  private floor: Instant = NEVER;

  /** Adds a device without any run and returns its slot. */
  open(): number {
    return this.current.open();
  }

  /** What lies before this instant is forgotten. */
  get horizon(): Instant {
    return this.floor;
  }

  newestState(slot: number): Instant {
    return this.current.get(slot, NEWEST);
  }

  currentEnd(slot: number): Instant {
    return this.current.get(slot, TO);
  }

  /** Prolongs the current run by an online state. */
  extend(slot: number, last: Instant, to: Instant): void {
    this.current.set(slot, TO, to);
    this.current.set(slot, LAST, last);
    this.current.set(slot, NEWEST, last);
  }

  /** Begins a new current run. */
  begin(slot: number, at: Instant, to: Instant): void {
    if (this.current.get(slot, FROM) !== NEVER) this.retire(slot);
    this.current.set(slot, FROM, at);
    this.extend(slot, at, to);
  }

  /** Returns the run that contains an instant, or null. */
  find(slot: number, at: Instant): Run | null {
    const { current } = this;
    if (at >= current.get(slot, FROM)) return at < current.get(slot, TO) ? readRun(current, slot) : null;
    for (let row = current.get(slot, OLDER); row !== NONE; row = this.pool.get(row, OLDER)) {
      if (at < this.pool.get(row, FROM)) continue;
      return at < this.pool.get(row, TO) ? readRun(this.pool, row) : null;
    }
    return null;
  }

  /** Ends a run early at an instant. */
  cut(slot: number, run: Run, at: Instant): void {
    this.edit(slot, run, TO, at);
  }

  /** Notes an online state within a run. */
  touch(slot: number, run: Run, at: Instant): void {
    if (at > run.last) this.edit(slot, run, LAST, at);
  }

  /** Lists the runs of a device from old to new. */
  list(slot: number): readonly Run[] {
    const runs: Run[] = [];
    if (this.current.get(slot, FROM) === NEVER) return runs;
    runs.push(readRun(this.current, slot));
    for (let row = this.current.get(slot, OLDER); row !== NONE; row = this.pool.get(row, OLDER)) {
      runs.push(readRun(this.pool, row));
    }
    return runs.reverse();
  }

  /** Adds a run that may touch or overlap others. */
  merge(slot: number, added: Run): void {
    const kept: Run[] = [];
    let whole = added;
    for (const run of this.list(slot)) {
      if (run.to < whole.from || run.from > whole.to) kept.push(run);
      else {
        whole = {
          from: Math.min(run.from, whole.from),
          to: Math.max(run.to, whole.to),
          last: Math.max(run.last, whole.last),
        };
      }
    }
    kept.push(whole);
    this.rewrite(
      slot,
      kept.sort((a, b) => a.from - b.from),
    );
  }

  /** Replaces the runs and the other states of a device. */
  replace(slot: number, runs: readonly Run[], endings: readonly Instant[]): void {
    this.rewrite(slot, runs);
    if (endings.length === 0) this.endings.delete(slot);
    else this.endings.set(slot, [...endings]);
    this.current.set(slot, NEWEST, Math.max(runs.at(-1)?.last ?? NEVER, endings.at(-1) ?? NEVER));
  }

  /** Remembers a state other than online. */
  noteEnding(slot: number, at: Instant): void {
    const endings = this.endings.get(slot);
    if (endings === undefined) this.endings.set(slot, [at]);
    else insertInstant(endings, at);
    if (at > this.newestState(slot)) this.current.set(slot, NEWEST, at);
  }

  hasEnding(slot: number, at: Instant): boolean {
    const endings = this.endings.get(slot);
    return endings !== undefined && endings[firstAfter(endings, endings.length, at) - 1] === at;
  }

  /** Returns the first state other than online after an instant; infinite when there is none. */
  nextEnding(slot: number, at: Instant): Instant {
    const endings = this.endings.get(slot) ?? [];
    return endings[firstAfter(endings, endings.length, at)] ?? Number.POSITIVE_INFINITY;
  }

  /** Forgets runs and states that ended before an instant. */
  forgetBefore(instant: Instant): void {
    this.floor = Math.max(this.floor, instant);
    for (let slot = 0; slot < this.current.count; slot += 1) {
      if (this.current.get(slot, OLDER) === NONE) continue;
      const newest = this.newestState(slot);
      this.rewrite(
        slot,
        this.list(slot).filter(({ to }, index, all) => to > instant || index === all.length - 1),
      );
      this.current.set(slot, NEWEST, newest);
    }
    for (const [slot, endings] of this.endings) {
      const kept = endings.slice(firstAfter(endings, endings.length, instant - 1));
      if (kept.length === 0) this.endings.delete(slot);
      else this.endings.set(slot, kept);
    }
  }

  private rewrite(slot: number, runs: readonly Run[]): void {
    const newest = this.newestState(slot);
    for (let row = this.current.get(slot, OLDER); row !== NONE;) {
      const older = this.pool.get(row, OLDER);
      this.pool.set(row, OLDER, this.freed);
      this.freed = row;
      row = older;
    }
    this.current.clear(slot);
    for (const run of runs) {
      this.begin(slot, run.from, run.to);
      this.current.set(slot, LAST, run.last);
    }
    this.current.set(slot, NEWEST, Math.max(newest, this.current.get(slot, LAST)));
  }

  private retire(slot: number): void {
    let row = this.freed;
    if (row === NONE) row = this.pool.open();
    else this.freed = this.pool.get(row, OLDER);
    for (const column of [FROM, TO, LAST, OLDER]) this.pool.set(row, column, this.current.get(slot, column));
    this.current.set(slot, OLDER, row);
  }

  private edit(slot: number, { from }: Run, column: typeof TO | typeof LAST, value: Instant): void {
    if (this.current.get(slot, FROM) === from) {
      this.current.set(slot, column, value);
      return;
    }
    for (let row = this.current.get(slot, OLDER); row !== NONE; row = this.pool.get(row, OLDER)) {
      if (this.pool.get(row, FROM) === from) this.pool.set(row, column, value);
    }
  }
}

function readRun(rows: GrowingRows, row: number): Run {
  return { from: rows.get(row, FROM), to: rows.get(row, TO), last: rows.get(row, LAST) };
}
