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
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): ParsedRequest<z.output<Schema>> {
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
    return issue.keys.map((key) =>
      fieldError('UNKNOWN_FIELD', [...issue.path, key], '未知字段', 'an unknown field'),
    );
  }
  if (issue.code === 'invalid_union') return closestBranch(issue).flatMap((inner) => toErrors(inner, input));
  const own = issue.code === 'custom' ? ownFault(issue.params) : null;
  if (own !== null) return [{ pointer: toPointer(issue.path), ...own }];
  return [describe(issue, input)];
}

/** Of the forms a value may have, takes the one with the fewest faults: the sender most likely meant that. */
function closestBranch(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  const [closest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
  return closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
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
  const { path } = issue;
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') {
    if (isAbsent(input, path)) return fieldError('FIELD_MISSING', path, '必填', 'required');
    if (issue.code === 'invalid_type')
      return fieldError('FIELD_TYPE', path, `应为 ${issue.expected}`, `must be of type ${issue.expected}`);
    const choices = issue.values.map(String);
    return fieldError(
      'FIELD_INVALID',
      path,
      `必须是以下之一：${choices.join('、')}`,
      `must be one of: ${choices.join(', ')}`,
    );
  }
  if (issue.code === 'too_big')
    return boundError(path, `不超过 ${issue.maximum}`, `at most ${issue.maximum}`, issue.origin);
  if (issue.code === 'too_small')
    return boundError(path, `不小于 ${issue.minimum}`, `at least ${issue.minimum}`, issue.origin);
  return fieldError('FIELD_INVALID', path, '值无效', 'not valid');
}

function boundError(path: Issue['path'], zh: string, en: string, origin: string): FieldError {
  if (origin === 'string')
    return fieldError('OUT_OF_RANGE', path, `长度须${zh}个字符`, `must have ${en} characters`);
  if (origin === 'array' || origin === 'set')
    return fieldError('OUT_OF_RANGE', path, `条目数须${zh}`, `must have ${en} items`);
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
