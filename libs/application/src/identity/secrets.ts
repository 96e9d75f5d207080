/**
 * Cryptography of accounts, sessions and tokens, given by the composition because use cases import no packages.
 * Duties: passwords are hashed slowly and salted (argon2id); minted secrets have at least 256 random bits;
 * digests are collision-resistant. Not a duty: limits on how often it is called.
 */
export interface Secrets {
  hashPassword(password: string): Promise<string>;
  verifyPassword(hash: string, password: string): Promise<boolean>;
  /** A new random secret as URL-safe text. */
  mint(): string;
  digest(secret: string): Uint8Array;
}

/** Puts user names and passwords into one Unicode form, so that composed and decomposed spellings are the same. */
export function toOneSpelling(text: string): string {
  return text.normalize('NFC');
}
