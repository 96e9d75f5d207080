import * as z from 'zod';
import { type Bilingual } from './bilingual.js';
import { CODES, type Code } from './codes.js';

/** One faulty field of a request: where, which stable code, and a sentence in both languages. */
export interface FieldError {
  readonly pointer: string;
  readonly code: Code;
  readonly detail: Bilingual;
}

/** An error answer, `application/problem+json`; `title` and `detail` in the language of the request. */
export const problemDocument = z
  .object({
    status: z.number().int(),
    code: z.string(),
    title: z.string(),
    detail: z.string(),
    instance: z.string(),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .readonly()
      .optional(),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = z.infer<typeof problemDocument>;

/** What a problem document tells: the code decides status and title. */
export interface ProblemContent {
  readonly code: Code;
  readonly detail: Bilingual;
  /** The request id, as `instance`. */
  readonly instance: string;
  readonly errors?: readonly FieldError[];
}

/** Writes a problem document in one language. */
export function toProblem(content: ProblemContent, language: keyof Bilingual): ProblemDocument {
  const { status, [language]: title } = CODES[content.code];
  const errors = content.errors?.map((error) => ({ ...error, detail: error.detail[language] }));
  return {
    status,
    code: content.code,
    title,
    detail: content.detail[language],
    instance: content.instance,
    ...(errors === undefined ? {} : { errors }),
  };
}
