import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ANONYMOUS, refused } from '@parkpulse/application';
import { REQUEST_LIMITS, type FieldError, parseRequest, readJson } from '@parkpulse/contracts';
import { type Observable, map } from 'rxjs';
import type { z } from 'zod';
import { type HttpRequest, type HttpResponse, languageOf, requestIdOf } from '../platform/exchange.js';
import { RefusalError, isRefusal } from '../platform/refusalError.js';
import { type Ask, CALL, type CallDefinition } from './call.js';
import { readBody, readMediaType } from './readBody.js';
import { readQuery } from './readQuery.js';

const NO_PARK = { id: '', name: '', timeZone: 'UTC', createdAt: 0 };
const JSON_MEDIA = ['application/json'];

/** Reads and checks what a call takes, and turns a refusal that the use case returned into an error answer. */
@Injectable()
export class AskInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const call = this.reflector.get<CallDefinition>(CALL, context.getHandler());
    request.asked = await readAsk(call, request, http.getResponse<HttpResponse>());
    return next.handle().pipe(map(answerOf));
  }
}

async function readAsk(
  call: CallDefinition,
  request: HttpRequest,
  response: HttpResponse,
): Promise<Ask<unknown, unknown>> {
  const query = check(call.query, readQuery(request.originalUrl, call.query !== undefined));
  const content = await readContent(call, request);
  return {
    actor: request.actor ?? ANONYMOUS,
    park: request.park ?? NO_PARK,
    params: request.params,
    query,
    body: call.body === undefined ? undefined : check(call.body, readJsonBody(content.bytes)),
    ...content,
    requestId: requestIdOf(request),
    language: languageOf(request),
    request,
    response,
  };
}

async function readContent(
  { body, bytes }: CallDefinition,
  request: HttpRequest,
): Promise<{ readonly mediaType: string; readonly bytes: Uint8Array }> {
  if (body === undefined && bytes === undefined) return { mediaType: '', bytes: new Uint8Array() };
  const mediaType = readMediaType(request, bytes?.media ?? JSON_MEDIA);
  return { mediaType, bytes: await readBody(request, bytes?.limit ?? REQUEST_LIMITS.maxBytes) };
}

function readJsonBody(bytes: Uint8Array): unknown {
  const reading = readJson(bytes, REQUEST_LIMITS);
  if (reading.ok) return reading.value;
  const { code, detail, pointer } = reading.refusal;
  throw new RefusalError(
    refused(code, detail),
    pointer === null ? {} : { errors: [{ pointer, code, detail }] },
  );
}

function check(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = parseRequest(schema, value);
  if (parsed.ok) return parsed.value;
  throw new RefusalError(toRefusal(parsed.errors), { errors: parsed.errors });
}

// One faulty field gives the answer its code; several are listed under the general one.
function toRefusal(errors: readonly FieldError[]) {
  const [first] = errors;
  return errors.length === 1 && first !== undefined
    ? refused(first.code, first.detail)
    : refused('BAD_REQUEST');
}

function answerOf(value: unknown): unknown {
  if (isRefusal(value)) throw new RefusalError(value);
  return value;
}
