import type * as z from 'zod';
import type { Bilingual } from '../bilingual.js';
import { CODES, type Code } from '../codes.js';
import { toPointer } from '../json/jsonReader.js';
import type { FieldError } from '../problem.js';

export type ParsedRequest<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

type Issue = z.core.$ZodIssue;
const MAX_ERRORS = 20;

/**
 * Checks a request body or query against its schema. A refusal lists what is wrong field by field, each with a JSON
 * pointer, a stable code and a sentence in both languages; at most 20 of them.
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, input: unknown): ParsedRequest<z.output<Schema>> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues.flatMap((issue) => toErrors(issue, input));
  return { ok: false, errors: errors.slice(0, MAX_ERRORS) };
}

/** Adds a fault with a stable code of our own; `parseRequest` passes it on as it is. */
export function reportFault(
  context: z.core.$RefinementCtx,
  code: Code,
  detail: Bilingual,
  path: readonly PropertyKey[] = [],
): void {
  context.addIssue({ code: 'custom', message: detail.en, params: { code, detail }, path: [...path] });
}

function toErrors(issue: Issue, input: unknown): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fieldError('UNKNOWN_FIELD', [...issue.path, key], '未知字段', 'an unknown field'));
  }
  const own = issue.code === 'custom' ? ownFault(issue.params) : null;
  if (own !== null) return [{ pointer: toPointer(issue.path), ...own }];
  return [describe(issue, input)];
}

function ownFault(params: Record<string, unknown> | undefined): { code: Code; detail: Bilingual } | null {
  const code = params?.['code'];
  const detail = params?.['detail'];
  if (typeof code !== 'string' || !Object.hasOwn(CODES, code)) return null;
  return { code: code as Code, detail: isBilingual(detail) ? detail : CODES[code as Code] };
}

function isBilingual(value: unknown): value is Bilingual {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

function describe(issue: Issue, input: unknown): FieldError {
  switch (issue.code) {
    case 'invalid_type':
      return isAbsent(input, issue.path)
        ? fieldError('FIELD_MISSING', issue.path, '必填', 'required')
        : fieldError('FIELD_TYPE', issue.path, `应为 ${issue.expected}`, `must be of type ${issue.expected}`);
    case 'invalid_value':
      if (isAbsent(input, issue.path)) return fieldError('FIELD_MISSING', issue.path, '必填', 'required');
      return fieldError(
        'FIELD_INVALID',
        issue.path,
        `必须是以下之一：${issue.values.map(String).join('、')}`,
        `must be one of: ${issue.values.map(String).join(', ')}`,
      );
    case 'too_big':
      return boundError(issue.path, `不超过 ${issue.maximum}`, `at most ${issue.maximum}`, issue.origin);
    case 'too_small':
      return boundError(issue.path, `不小于 ${issue.minimum}`, `at least ${issue.minimum}`, issue.origin);
    default:
      return fieldError('FIELD_INVALID', issue.path, '值无效', 'not valid');
  }
}

function boundError(path: Issue['path'], zh: string, en: string, origin: string): FieldError {
  if (origin === 'string') return fieldError('OUT_OF_RANGE', path, `长度须${zh}个字符`, `must have ${en} characters`);
  if (origin === 'array' || origin === 'set') return fieldError('OUT_OF_RANGE', path, `条目数须${zh}`, `must have ${en} items`);
  return fieldError('OUT_OF_RANGE', path, `须${zh}`, `must be ${en}`);
}

function fieldError(code: Code, path: Issue['path'], zh: string, en: string): FieldError {
  const pointer = toPointer(path);
  const name = pointer === '' ? '/' : pointer;
  return { pointer, code, detail: { zh: `${name}：${zh}`, en: `${name}: ${en}` } };
}

/** Tells whether nothing stands at a path of the input. */
function isAbsent(input: unknown, path: Issue['path']): boolean {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return true;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value === undefined;
}
