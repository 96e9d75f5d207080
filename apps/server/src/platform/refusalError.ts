import { type Refused, refused } from '@parkpulse/application';
import type { Bilingual, Code, FieldError } from '@parkpulse/contracts';

/** Carries a refusal up to the error filter, from places that cannot return one (guards, body reading). */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';

  constructor(
    readonly refusal: Refused,
    readonly extra: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(refusal.code);
  }
}

export function refuse(code: Code, detail?: Bilingual): never {
  throw new RefusalError(refused(code, detail));
}

/** Tells a use case's refusal from its answer. */
export function isRefusal(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refused';
}
