/** Colours and type of the current theme, read once per drawing so that option builders stay pure. */
export interface Palette {
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly surface: string;
  readonly raised: string;
  readonly accent: string;
  /** Ink of the patterns that tell areas apart. */
  readonly decal: string;
  readonly assured: string;
  readonly candidate: string;
  readonly ceiling: string;
  readonly primaries: readonly string[];
  readonly family: string;
  /** Pixels of 1 rem: charts grow with the type on large screens. */
  readonly rem: number;
}

/** Reads the palette from the theme's custom properties. */
export function readPalette(root: HTMLElement = document.documentElement): Palette {
  const style = getComputedStyle(root);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'),
    text2: of('text-2'),
    text3: of('text-3'),
    line: of('line'),
    lineStrong: of('line-strong'),
    surface: of('surface'),
    raised: of('raised'),
    accent: of('accent'),
    decal: of('decal'),
    assured: of('band-assured'),
    candidate: of('band-candidate'),
    ceiling: of('band-ceiling'),
    primaries: ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map(of),
    family: style.fontFamily,
    rem: Number.parseFloat(style.fontSize) || 16,
  };
}

/** A chart that can give its picture, on the theme's own ground, as a PNG data URL. */
export interface PngSource {
  toPng(background: string): string | null;
}
