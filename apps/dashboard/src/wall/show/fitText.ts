/** How wide a character is beside the type's own size: Chinese ones are square, Latin letters about half. */
function emOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x2e80) return 1;
  if (/[A-Z@%&mwMW—…]/.test(character)) return 0.72;
  return /[ilIj.,:;'|!() ]/.test(character) ? 0.34 : 0.58;
}

/** About how wide a text is, in its own type size. */
export function textEm(text: string): number {
  return [...text].reduce((sum, character) => sum + emOf(character), 0);
}

/** Shortens a text to a width in its own type size, so that nothing is ever cut by its box. */
export function fitText(text: string, em: number): string {
  if (textEm(text) <= em) return text;
  let width = 1;
  let kept = '';
  for (const character of text) {
    width += emOf(character);
    if (width > em) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
