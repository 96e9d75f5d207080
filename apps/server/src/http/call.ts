import {
  Delete,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { Action, Actor, ParkRecord } from '@parkpulse/application';
import type { z } from 'zod';
import type { HttpRequest, HttpResponse } from '../platform/exchange.js';

/** What a call takes and gives, and who may make it: routing, access, validation and documentation come from this. */
export interface CallDefinition<
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The whole path, with `:name` for parameters. */
  readonly path: string;
  readonly action: Action;
  readonly tag: string;
  readonly summary: string;
  readonly query?: Query;
  readonly body?: Body;
  /** Set instead of `body` when the call reads bytes: the media types it takes and the most bytes. */
  readonly bytes?: { readonly media: readonly string[]; readonly limit: number };
  readonly answer?: z.ZodType;
  /** Status of a good answer; 200 when absent. */
  readonly status?: number;
  /** Bulk and stateless calls are not paced by count. */
  readonly unpaced?: true;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a controller method gets. */
export interface Ask<Query = undefined, Body = undefined> {
  readonly actor: Actor;
  /** The park of the path; calls without one never read it. */
  readonly park: ParkRecord;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly requestId: string;
  readonly language: 'zh' | 'en';
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

export type AskOf<Definition> =
  Definition extends CallDefinition<infer Query, infer Body> ? Ask<Output<Query>, Output<Body>> : never;

/** Defines a call; the types of its query and body follow from the schemas. */
export function call<
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: CallDefinition<Query, Body>): CallDefinition<Query, Body> {
  return definition;
}

export const CALL = 'parkpulse:call';

const ROUTE = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete };

/** Makes a controller method answer a call. */
export function Answers(definition: CallDefinition): MethodDecorator {
  const status = definition.status ?? 200;
  return applyDecorators(
    ROUTE[definition.method](definition.path),
    HttpCode(status),
    SetMetadata(CALL, definition),
  );
}

/** Hands the checked request to a controller method. */
export const Asked = createParamDecorator((_data: unknown, context: ExecutionContext): unknown => {
  return context.switchToHttp().getRequest<HttpRequest>().asked;
});

type ControllerClass = abstract new (...parts: never[]) => object;

/** Lists the calls that controllers answer. */
export function callsOf(controllers: readonly ControllerClass[]): readonly CallDefinition[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const method = Object.getOwnPropertyDescriptor(prototype, name)?.value as object | undefined;
      const definition =
        typeof method === 'function'
          ? (Reflect.getMetadata(CALL, method) as CallDefinition | undefined)
          : undefined;
      return definition === undefined ? [] : [definition];
    });
  });
}
