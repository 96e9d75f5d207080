const SLOTS = 1 << 12;
const SMALL_TEXTS = Array.from({ length: 10_000 }, (_, value) => String(value));

/** Gives the text of numbers just scanned, from a cache where it can: the same values come again and again. */
export class DecimalTexts {
  private readonly values = new Float64Array(SLOTS);
  private readonly scales = new Uint8Array(SLOTS);
  private readonly texts: string[] = new Array<string>(SLOTS).fill('0');

  whole(value: number): string {
    return SMALL_TEXTS[value] ?? String(value);
  }

  /** The text of `bytes[from, to)`, which spell a value with `scale` decimals in canonical form. */
  fraction(value: number, scale: number, bytes: Buffer, span: readonly [from: number, to: number]): string {
    const slot = (Math.imul((value * 1e9) | 0, 0x9e3779b1) >>> 20) & (SLOTS - 1);
    if (this.values[slot] === value && this.scales[slot] === scale) return this.texts[slot] ?? '';
    const text = bytes.toString('latin1', span[0], span[1]);
    this.values[slot] = value;
    this.scales[slot] = scale;
    this.texts[slot] = text;
    return text;
  }
}
