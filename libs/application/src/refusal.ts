import type { Bilingual, Code, FieldError } from '@parkpulse/contracts';

/** An expected "no" of a use case: a value, never an exception. The server answers with the status of its code. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: Code;
  /** What exactly, where the code's own sentence does not say it. */
  readonly detail?: Bilingual;
  /** The fields at fault. */
  readonly errors?: readonly FieldError[];
}

/** Refuses with a stable code. */
export function refused(code: Code, detail?: Bilingual): Refusal {
  return detail === undefined ? { kind: 'refused', code } : { kind: 'refused', code, detail };
}
