import type { Places } from '@parkpulse/contracts';

/** Phone numbers, mobile and fixed: personal data that no wall shows. */
const PHONE = /(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})(?!\d)/g;

/** Hides phone numbers in any text. */
export function withoutPhones(text: string): string {
  return text.replace(PHONE, (found) => `${found.slice(0, 3)}****`);
}

/** A stand-in for the name of a source, by its place in the list: sources often carry an enterprise's name. */
export function maskedSource(word: string, index: number): string {
  return `${word} ${String(index + 1).padStart(2, '0')}`;
}

/** Places without names: for visitors at once, whatever the server has sent before it knew of them. */
export function withoutNames(places: Places): Places {
  return {
    ...places,
    enterprises: places.enterprises.map((enterprise, index) => {
      const name = `E${String(index + 1).padStart(2, '0')}`;
      return { ...enterprise, id: name, name };
    }),
    devices: places.devices.map((device, index) => ({ ...device, id: `#${index + 1}` })),
  };
}
