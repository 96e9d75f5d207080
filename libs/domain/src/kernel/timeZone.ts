/** A stretch of time [from, to) over which a zone keeps one offset: local = instant + offset, all in milliseconds. */
export interface OffsetStretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const DAY_MS = 86_400_000;

interface ZoneTable {
  readonly format: Intl.DateTimeFormat;
  readonly years: Map<number, readonly OffsetStretch[]>;
  latest: OffsetStretch | null;
}

const tables = new Map<string, ZoneTable>();

/** Tells whether a text names an IANA time zone this machine knows. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    tableOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Returns the stretch of constant offset around an instant; throws a RangeError for an unknown zone. */
export function offsetStretchAt(zone: string, instant: number): OffsetStretch {
  const table = tableOf(zone);
  const latest = table.latest;
  if (latest !== null && latest.from <= instant && instant < latest.to) return latest;
  const found = stretchesOfYear(table, new Date(instant).getUTCFullYear()).find(({ to }) => instant < to);
  if (found === undefined) throw new RangeError(`no offset of ${zone} at ${instant}`);
  table.latest = found;
  return found;
}

/** Returns the first instant whose local reading is at or after `local` (milliseconds, read as if UTC). */
export function firstInstantOfLocal(zone: string, local: number): number {
  // No zone is further than 26 hours from UTC, so the answer lies in these stretches; a skipped midnight begins at the jump.
  let at = local - 26 * 3_600_000;
  for (;;) {
    const stretch = offsetStretchAt(zone, at);
    const candidate = Math.max(stretch.from, local - stretch.offset);
    if (candidate < stretch.to) return candidate;
    at = stretch.to;
  }
}

function tableOf(zone: string): ZoneTable {
  let table = tables.get(zone);
  if (table === undefined) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    table = { format, years: new Map(), latest: null };
    tables.set(zone, table);
  }
  return table;
}

// Offsets are sampled once a day: no zone has ever changed its clocks twice within 24 hours.
function stretchesOfYear(table: ZoneTable, year: number): readonly OffsetStretch[] {
  const known = table.years.get(year);
  if (known !== undefined) return known;
  const stretches: OffsetStretch[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  let from = Date.UTC(year, 0, 1);
  let offset = readOffset(table.format, from);
  for (let day = from; day < end; day += DAY_MS) {
    const next = Math.min(day + DAY_MS, end);
    const changed = readOffset(table.format, next);
    if (changed === offset) continue;
    const at = findChange(table.format, day, next);
    if (at < end) {
      stretches.push({ from, to: at, offset });
      [from, offset] = [at, changed];
    }
  }
  stretches.push({ from, to: end, offset });
  table.years.set(year, stretches);
  return stretches;
}

/** Finds the first second in (low, high] at which the offset is no longer that of `low`. */
function findChange(format: Intl.DateTimeFormat, low: number, high: number): number {
  const before = readOffset(format, low);
  let [still, gone] = [low, high];
  while (gone - still > 1000) {
    const middle = Math.floor((still + gone) / 2000) * 1000;
    if (readOffset(format, middle) === before) still = middle;
    else gone = middle;
  }
  return gone;
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of format.formatToParts(instant)) {
    if (Object.hasOwn(parts, type)) parts[type as keyof typeof parts] = Number(value);
  }
  const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return local - Math.floor(instant / 1000) * 1000;
}
