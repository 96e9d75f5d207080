import type { Instant } from './facts.js';
import { firstAfter } from './sortedInstants.js';

export const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** The edges of one UTC day by minute, with running sums that are brought up to date when asked. */
interface DayChunk {
  readonly day: number;
  /** Sum of the signs of the edges in each minute. */
  readonly signs: Int32Array;
  /** Sum of sign × (milliseconds into the minute) of the edges in each minute. */
  readonly moments: Float64Array;
  /** How many are up before each minute, beyond those at the start of the day. */
  readonly risen: Int32Array;
  /** Milliseconds gathered before each minute by those. */
  readonly gathered: Float64Array;
  total: number;
  /** Minutes from here on have outdated running sums. */
  dirtyFrom: number;
  startCount: number;
}

/**
 * The integral of a count that steps up and down at exact milliseconds, readable at whole minutes of UTC: "how many
 * device-milliseconds were online between two minutes". An edge costs O(1), a reading O(days between).
 */
export class MinuteLedger {
  private readonly chunks = new Map<number, DayChunk>();
  private readonly days: number[] = [];
  private baseCount = 0;
  private baseDay = Number.NEGATIVE_INFINITY;
  private staleFromDay = Number.POSITIVE_INFINITY;
  private latest: DayChunk | null = null;

  /** Adds a stretch [from, to) during which one more (sign 1) or one less (-1) is up; `to` may be infinite. */
  addStretch(from: Instant, to: Instant, sign: 1 | -1): void {
    if (!(from < to)) return;
    this.addEdge(from, sign);
    if (Number.isFinite(to)) this.addEdge(to, -sign);
  }

  /** Returns the gathered milliseconds between two minutes (counted from 1970). */
  gatheredBetween(fromMinute: number, toMinute: number): number {
    this.refreshStarts();
    let sum = 0;
    let minute = fromMinute;
    let position = firstAfter(this.days, this.days.length, dayOf(minute) - 1);
    while (minute < toMinute) {
      const chunk = this.chunkAt(position);
      if (chunk !== null && chunk.day === dayOf(minute)) {
        const end = Math.min(toMinute, (chunk.day + 1) * DAY_MINUTES);
        sum += gatheredWithin(chunk, minute - chunk.day * DAY_MINUTES, end - chunk.day * DAY_MINUTES);
        minute = end;
        position += 1;
      } else {
        const end = Math.min(toMinute, chunk === null ? toMinute : chunk.day * DAY_MINUTES);
        sum += this.countBefore(position) * (end - minute) * MINUTE_MS;
        minute = end;
      }
    }
    return sum;
  }

  /** Returns how many are up just before a minute begins. */
  countAtMinute(minute: number): number {
    this.refreshStarts();
    const position = firstAfter(this.days, this.days.length, dayOf(minute) - 1);
    const chunk = this.chunkAt(position);
    if (chunk === null || chunk.day !== dayOf(minute)) return this.countBefore(position);
    refreshSums(chunk);
    return chunk.startCount + (chunk.risen[minute - chunk.day * DAY_MINUTES] ?? 0);
  }

  /** Returns the first minute, from the given one on, in which the count steps; null when none is known. */
  nextStep(fromMinute: number): number | null {
    let position = firstAfter(this.days, this.days.length, dayOf(fromMinute) - 1);
    for (; position < this.days.length; position += 1) {
      const chunk = this.chunkAt(position);
      if (chunk === null) return null;
      const first = chunk.day * DAY_MINUTES;
      for (let index = Math.max(0, fromMinute - first); index < DAY_MINUTES; index += 1) {
        if (chunk.signs[index] !== 0 || chunk.moments[index] !== 0) return first + index;
      }
    }
    return null;
  }

  /** Forgets whole days before the instant; what is up at their end stays counted. */
  forgetBefore(instant: Instant): void {
    const day = dayOf(Math.floor(instant / MINUTE_MS));
    this.baseDay = Math.max(this.baseDay, day);
    const drop = firstAfter(this.days, this.days.length, day - 1);
    for (const dropped of this.days.splice(0, drop)) {
      this.baseCount += this.chunks.get(dropped)?.total ?? 0;
      this.chunks.delete(dropped);
    }
    this.latest = null;
    this.staleFromDay = Number.NEGATIVE_INFINITY;
  }

  private addEdge(at: Instant, sign: number): void {
    const minute = Math.floor(at / MINUTE_MS);
    const day = dayOf(minute);
    if (day < this.baseDay) {
      this.baseCount += sign;
      this.staleFromDay = Number.NEGATIVE_INFINITY;
      return;
    }
    const chunk = this.latest !== null && this.latest.day === day ? this.latest : this.openChunk(day);
    const index = minute - day * DAY_MINUTES;
    chunk.signs[index] = (chunk.signs[index] ?? 0) + sign;
    chunk.moments[index] = (chunk.moments[index] ?? 0) + sign * (at - minute * MINUTE_MS);
    chunk.total += sign;
    if (index < chunk.dirtyFrom) chunk.dirtyFrom = index;
    if (day < this.staleFromDay) this.staleFromDay = day;
  }

  private openChunk(day: number): DayChunk {
    let chunk = this.chunks.get(day);
    if (chunk === undefined) {
      chunk = newChunk(day);
      this.chunks.set(day, chunk);
      this.days.splice(firstAfter(this.days, this.days.length, day), 0, day);
    }
    this.latest = chunk;
    return chunk;
  }

  private chunkAt(position: number): DayChunk | null {
    const day = this.days[position];
    return day === undefined ? null : (this.chunks.get(day) ?? null);
  }

  private countBefore(position: number): number {
    const next = this.chunkAt(position);
    if (next !== null) return next.startCount;
    const last = this.chunkAt(this.days.length - 1);
    return last === null ? this.baseCount : last.startCount + last.total;
  }

  private refreshStarts(): void {
    if (this.staleFromDay === Number.POSITIVE_INFINITY) return;
    let position = firstAfter(this.days, this.days.length, this.staleFromDay - 1);
    const previous = this.chunkAt(position - 1);
    let count = previous === null ? this.baseCount : previous.startCount + previous.total;
    for (; position < this.days.length; position += 1) {
      const chunk = this.chunkAt(position);
      if (chunk === null) break;
      chunk.startCount = count;
      count += chunk.total;
    }
    this.staleFromDay = Number.POSITIVE_INFINITY;
  }
}

function dayOf(minute: number): number {
  return Math.floor(minute / DAY_MINUTES);
}

function newChunk(day: number): DayChunk {
  return {
    day,
    signs: new Int32Array(DAY_MINUTES),
    moments: new Float64Array(DAY_MINUTES),
    risen: new Int32Array(DAY_MINUTES + 1),
    gathered: new Float64Array(DAY_MINUTES + 1),
    total: 0,
    dirtyFrom: DAY_MINUTES,
    startCount: 0,
  };
}

function gatheredWithin(chunk: DayChunk, from: number, to: number): number {
  refreshSums(chunk);
  return chunk.startCount * (to - from) * MINUTE_MS + (chunk.gathered[to] ?? 0) - (chunk.gathered[from] ?? 0);
}

function refreshSums(chunk: DayChunk): void {
  const { signs, moments, risen, gathered } = chunk;
  for (let index = chunk.dirtyFrom; index < DAY_MINUTES; index += 1) {
    const before = risen[index] ?? 0;
    const sign = signs[index] ?? 0;
    risen[index + 1] = before + sign;
    gathered[index + 1] = (gathered[index] ?? 0) + (before + sign) * MINUTE_MS - (moments[index] ?? 0);
  }
  chunk.dirtyFrom = DAY_MINUTES;
}
