const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Writes whole seconds exactly, in the largest unit that leaves no rest. */
export function spanOf(seconds: number, locale: string): string {
  const [unit, length] = UNITS.find(([, size]) => seconds % size === 0) ?? UNITS[3];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length);
}

/** Writes a mean of seconds: 4 min, 2.5 h; a dash for none. */
export function meanText(seconds: number | null, locale: string): string {
  if (seconds === null) return '–';
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? UNITS[3];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(seconds / length);
}
