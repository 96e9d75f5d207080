const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 3, 4, 6, 12, 24, 48, 120, 168, 336, 672].map((hours) => hours * HOUR);
/** Room for one date under an axis, in units. */
const LABEL_EM = 4;

/** Even marks of an axis over wall time, as many as fit its width in units; dates count back from the last midnight. */
export function timeTicks(first: number, last: number, width: number): readonly number[] {
  const step = STEPS.find((one) => width * one >= LABEL_EM * (last - first)) ?? 2 * (last - first);
  const start = Math.floor(last / Math.min(step, DAY)) * Math.min(step, DAY);
  const count = Math.floor((start - first) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => start - (count - 1 - index) * step);
}

/** What stands under a mark of an axis over wall time: hours for up to two days, else dates. */
export function tickText(first: number, last: number): (time: number) => string {
  const isShort = last - first <= 2 * DAY;
  return (time) => {
    const text = new Date(time).toISOString();
    return isShort ? text.slice(11, 16) : text.slice(5, 10);
  };
}
