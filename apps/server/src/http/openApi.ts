import { ANONYMOUS, can } from '@parkpulse/application';
import { CODES, problemDocument } from '@parkpulse/contracts';
import type { z } from 'zod';
import type { CallDefinition } from './call.js';
import { type Json, toSchema } from './jsonSchemas.js';

const VERSION = '1.0.0';

/** Writes the OpenAPI document of the calls that the controllers answer, from the schemas that check them. */
export function openApiDocument(calls: readonly CallDefinition[]): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const call of calls) {
    const path = call.path.replace(/:([a-z]+)/gi, '{$1}');
    paths[path] = { ...paths[path], [call.method.toLowerCase()]: operationOf(call, schemas) };
  }
  const problem = toSchema(problemDocument, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'ParkPulse 园脉',
      version: VERSION,
      description:
        'Live smartness maturity of chemical industry parks by HG/T 6313-2024. Scores, ratios and thresholds are decimal strings; times are RFC 3339 in UTC; spans are [from, to).',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'parkpulse' },
        token: { type: 'http', scheme: 'bearer' },
      },
      responses: {
        Problem: {
          description: `A refusal, in the language of Accept-Language. Codes: ${Object.keys(CODES).join(', ')}.`,
          content: { 'application/problem+json': { schema: problem } },
        },
      },
    },
  };
}

function operationOf(call: CallDefinition, schemas: Json): Json {
  const status = call.status ?? 200;
  const content =
    call.answer === undefined
      ? undefined
      : { 'application/json': { schema: toSchema(call.answer, 'output', schemas) } };
  return {
    operationId: `${call.method.toLowerCase()}${call.path.replace(/[^A-Za-z0-9]+(.)/g, (_match, letter: string) => letter.toUpperCase())}`,
    tags: [call.tag],
    summary: call.summary,
    parameters: [...pathParameters(call.path), ...queryParameters(call.query, schemas)],
    ...requestBodyOf(call, schemas),
    responses: {
      [status]: {
        description: status === 204 ? 'Done' : 'OK',
        ...(content === undefined ? {} : { content }),
      },
      default: { $ref: '#/components/responses/Problem' },
    },
    security: can(ANONYMOUS, call.action, null) === 'allowed' ? [] : [{ session: [] }, { token: [] }],
  };
}

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/:([a-z]+)/gi)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType | undefined, schemas: Json): readonly Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = toSchema(query, 'input', schemas) as {
    properties?: Json;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function requestBodyOf(call: CallDefinition, schemas: Json): Json {
  if (call.bytes !== undefined) {
    const content = Object.fromEntries(
      call.bytes.media.map((media) => [
        media,
        {
          schema: media.includes('batch') ? { type: 'array', items: { type: 'object' } } : { type: 'object' },
        },
      ]),
    );
    return { requestBody: { required: true, content } };
  }
  if (call.body === undefined) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: toSchema(call.body, 'input', schemas) } },
    },
  };
}
