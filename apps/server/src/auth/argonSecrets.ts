import { hash, verify } from '@node-rs/argon2';
import { createHash, randomBytes } from 'node:crypto';
import type { Secrets } from '@parkpulse/application';

/** argon2id by the recommendation of RFC 9106 for memory-constrained hosts, as OWASP restates it: 19 MiB, 2 passes. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each verification holds 19 MiB and a core for some 20 ms; more at once would only slow each other down. */
const VERIFIED_AT_ONCE = 4;

/** Hashes passwords by argon2id and makes 256-bit secrets. */
export class ArgonSecrets implements Secrets {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  hashPassword(password: string): Promise<string> {
    return this.inTurn(() => hash(password, COST));
  }

  verifyPassword(hashed: string, password: string): Promise<boolean> {
    return this.inTurn(() => verify(hashed, password));
  }

  mint(): string {
    return randomBytes(32).toString('base64url');
  }

  digest(secret: string): Uint8Array {
    return createHash('sha256').update(secret).digest();
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= VERIFIED_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}
