import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Seals secrets for the time they lie in the database. */
export interface SecretBox {
  seal(secret: string): string;
  /** Throws when the secret was sealed with another key, or changed since. */
  open(sealed: string): string;
}

/** Leaves secrets as they are: for tests, and where the database itself is trusted. */
export const OPEN_BOX: SecretBox = { seal: (secret) => secret, open: (sealed) => sealed };

const VERSION = 'v1';
const NONCE_BYTES = 12;

/**
 * Seals with AES-256-GCM under a key of 32 bytes. What is sealed names its key, so that a secret of another key is told
 * from a damaged one.
 */
export function aesSecretBox(key: Uint8Array): SecretBox {
  if (key.length !== 32) throw new RangeError('the key must have 32 bytes');
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    seal(secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), data].map((bytes) => bytes.toString('base64url'));
      return [VERSION, keyId, ...parts].join('.');
    },
    open(sealed) {
      const [version, owner, nonce = '', tag = '', data = ''] = sealed.split('.');
      if (version !== VERSION || owner !== keyId) throw new Error('the secret was sealed with another key');
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(Buffer.from(data, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
