import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as contracts from '../index.js';

const schemas = Object.entries(contracts as Record<string, unknown>).flatMap(([name, value]) =>
  value instanceof z.ZodType ? [[name, value] as const] : [],
);
const requests = schemas.filter(([name]) => /^(?!live).*(Request|Query|Patch)$/.test(name));
const publish = (schema: z.ZodType, io: 'input' | 'output' = 'input') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' });

describe('every schema can be published', () => {
  it.each(schemas)('%s has a JSON schema of what goes in and of what comes out', (_name, schema) => {
    expect(publish(schema, 'input').$schema).toBeDefined();
    expect(publish(schema, 'output').$schema).toBeDefined();
  });

  it.each(requests)('%s refuses fields it does not know', (_name, schema) => {
    const { anyOf, ...plain } = publish(schema);
    for (const form of anyOf ?? [plain])
      expect(form).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('answers and events may gain fields', () => {
    for (const [, schema] of schemas.filter((pair) => !requests.includes(pair))) {
      expect(publish(schema).additionalProperties).toBeUndefined();
    }
    for (const schema of Object.values(contracts.EVENT_SCHEMAS)) {
      expect(publish(schema).type).toBe('object');
      expect(publish(schema).additionalProperties).toBeUndefined();
    }
  });
});
