/**
 * A number in [0, 1) that depends on nothing but its arguments: the demo has no other randomness, so the same anchor always gives
 * the same park. FNV-1a over the text, then a finaliser that spreads neighbouring numbers.
 */
export function unitNoise(name: string, index: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (index | 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** A whole number from -most to most, by the same rule. */
export function wholeNoise(name: string, index: number, most: number): number {
  return Math.floor(unitNoise(name, index) * (2 * most + 1)) - most;
}
