/**
 * Characters that no text may hold: controls but tab and line ends, zero-width and bidirectional marks, lone
 * surrogates. PostgreSQL refuses NUL, and the others let two texts look alike or a line read backwards.
 */
const REFUSED_IN_TEXT =
  // eslint-disable-next-line no-control-regex -- finding control characters is its purpose
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;

/** Tells whether a text holds a character that is refused everywhere. */
export function holdsRefusedCharacter(text: string): boolean {
  return REFUSED_IN_TEXT.test(text);
}

/** Replaces what `holdsRefusedCharacter` finds, for quoting a faulty text. */
export function withoutRefusedCharacters(text: string): string {
  return text.replace(new RegExp(REFUSED_IN_TEXT, 'gu'), '\ufffd');
}

/** Tells whether a text breaks its line, which no name or identifier may. */
export function holdsLineBreak(text: string): boolean {
  return /[\t\n\r\u2028\u2029]/.test(text);
}
