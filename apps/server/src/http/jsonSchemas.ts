import { z } from 'zod';

export type Json = Record<string, unknown>;

/** Writes a schema; the named ones inside it go to `schemas` and are referred to. */
export function toSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const {
    $schema: _dialect,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  for (const [name, definition] of Object.entries($defs)) schemas[name] ??= referTo(definition);
  const { id } = own as { id?: string };
  if (id === undefined) return referTo(own) as Json;
  schemas[id] ??= referTo(own);
  return { $ref: `#/components/schemas/${id}` };
}

function referTo(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(referTo);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => {
      if (key === 'id' && typeof value === 'string') return [];
      return [
        [
          key,
          key === '$ref' && typeof value === 'string'
            ? value.replace('#/$defs/', '#/components/schemas/')
            : referTo(value),
        ],
      ];
    }),
  );
}
