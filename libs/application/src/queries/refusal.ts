import type { Code } from '@parkpulse/contracts';

/** An expected refusal of a query or a command: a value, not an exception. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: Code;
  readonly detail: { readonly zh: string; readonly en: string };
  /** The parameter at fault, as a JSON pointer; null when the whole request is. */
  readonly pointer: string | null;
}

/** Makes a refusal. */
export function refuse(code: Code, zh: string, en: string, pointer: string | null = null): Refused {
  return { kind: 'refused', code, detail: { zh, en }, pointer };
}

/** Tells a refusal from an answer. */
export function isRefused<Answer extends object>(answer: Answer | Refused): answer is Refused {
  return 'kind' in answer && answer.kind === 'refused';
}
