/** Times on the screen: always in the park's zone, whatever the browser's. */
export interface TimeSetting {
  readonly locale: string;
  readonly zone: string;
}

type Style = 'day' | 'minute' | 'second' | 'clock' | 'short' | 'hour' | 'month';

const STYLES: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  month: { year: 'numeric', month: '2-digit' },
  minute: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  second: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
  short: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  hour: { hour: '2-digit', minute: '2-digit' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(style: Style, zone: string): Intl.DateTimeFormat {
  const key = `${style} ${zone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  // Swedish writes dates as ISO 8601 does, which reads the same in Chinese and in English.
  const made = new Intl.DateTimeFormat('sv-SE', { ...STYLES[style], timeZone: zone, hourCycle: 'h23' });
  formats.set(key, made);
  return made;
}

/** Writes a moment: 2026-11-24 03:05 (minute), 11-24 03:05 (short), 03:05:07 (clock). */
export function timeText(moment: string | number, style: Style, { zone }: Pick<TimeSetting, 'zone'>): string {
  const text = formatOf(style, zone).format(typeof moment === 'string' ? Date.parse(moment) : moment);
  return style === 'short' ? text.slice('2026-'.length) : text;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** Writes a span in its largest whole unit: 22 minutes, 3 天. */
export function spanText(milliseconds: number, locale: string): string {
  const size = Math.max(0, milliseconds);
  const [unit, length] = UNITS.find(([, unitLength]) => size >= unitLength) ?? UNITS[3];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(Math.floor(size / length));
}

/** Writes how long ago something was: 3分钟前, 3 minutes ago; a future moment reads "in 3 minutes". */
export function agoText(moment: string | number, now: number, locale: string): string {
  const distance = (typeof moment === 'string' ? Date.parse(moment) : moment) - now;
  const size = Math.abs(distance);
  const [unit, length] = UNITS.find(([, unitLength]) => size >= unitLength) ?? UNITS[3];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(
    Math.trunc(distance / length),
    unit,
  );
}

/** The zone's offset from UTC at a moment, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const parts = formatOf('second', zone).format(moment).replace(' ', 'T');
  return Date.parse(`${parts}Z`) - Math.floor(moment / 1000) * 1000;
}

/** Writes a moment as a `datetime-local` input holds it, in the park's zone. */
export function toLocalInput(moment: string | number, zone: string): string {
  return timeText(moment, 'minute', { zone }).replace(' ', 'T');
}

/** Reads a `datetime-local` input of the park's zone as an instant; null for an empty or broken text. */
export function fromLocalInput(text: string, zone: string): string | null {
  const asUtc = Date.parse(`${text}Z`);
  if (!Number.isFinite(asUtc)) return null;
  const first = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(first, zone)).toISOString();
}

/**
 * A moment as chart axes take it: the park's wall-clock time written as if it were UTC, for axes that can show only
 * UTC or the browser's own zone.
 */
export function toWallTime(moment: string, zone: string): number {
  const instant = Date.parse(moment);
  return instant + offsetAt(instant, zone);
}

/** The instant of a wall-clock time that `toWallTime` made. */
export function fromWallTime(wall: number, zone: string): string {
  return new Date(wall - offsetAt(wall - offsetAt(wall, zone), zone)).toISOString();
}
