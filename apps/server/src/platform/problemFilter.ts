import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type Refused, refused } from '@parkpulse/application';
import { CODES, type Code, type FieldError, toProblem } from '@parkpulse/contracts';
import type { Logger } from 'pino';
import type { MethodTable } from './methodTable.js';
import { type HttpRequest, type HttpResponse, languageOf, pathOf, requestIdOf } from './exchange.js';
import { RefusalError } from './refusalError.js';
import { sendJson } from './sendJson.js';

/** The codes of faults that Nest and the router raise by themselves. */
const CODE_BY_STATUS: Readonly<Record<number, Code>> = {
  400: 'BAD_PATH',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

/** Turns every failure of a request into one shape. What was not expected is logged and told as INTERNAL, without its text. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly methods: MethodTable,
    private readonly isOutage: (error: unknown) => boolean,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<HttpRequest>(), http.getResponse<HttpResponse>());
  }

  /** Also serves failures that happen before Nest's router. */
  answer(error: unknown, request: HttpRequest, response: HttpResponse): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (!(error instanceof RefusalError)) {
      const refusal = this.toRefusal(error, request);
      if (refusal.code === 'METHOD_NOT_ALLOWED')
        response.setHeader('Allow', this.methods.allowed(pathOf(request)).join(', '));
      sendProblem(refusal, [], request, response);
      return;
    }
    for (const [name, value] of Object.entries(error.extra.headers ?? {})) response.setHeader(name, value);
    sendProblem(error.refusal, error.extra.errors ?? [], request, response);
  }

  private toRefusal(error: unknown, request: HttpRequest): Refused {
    if (error instanceof URIError) return refused('BAD_PATH');
    const code = codeOfStatus(error);
    if (code === 'NOT_FOUND' && this.methods.allowed(pathOf(request)).length > 0)
      return refused('METHOD_NOT_ALLOWED');
    if (code !== undefined) return refused(code);
    this.logger.error({ err: error, request: requestIdOf(request), path: pathOf(request) }, 'request failed');
    return refused(this.isOutage(error) ? 'UNAVAILABLE' : 'INTERNAL');
  }
}

/** Answers with `application/problem+json` in the language of the request. */
export function sendProblem(
  { code, detail, pointer }: Refused,
  fields: readonly FieldError[],
  request: HttpRequest,
  response: HttpResponse,
): void {
  const errors = fields.length === 0 && pointer !== null ? [{ pointer, code, detail }] : fields;
  const language = languageOf(request);
  const content = {
    code,
    detail,
    instance: requestIdOf(request),
    ...(errors.length === 0 ? {} : { errors }),
  };
  const { status } = CODES[code];
  markProblem(response, language);
  if (status === 503) response.setHeader('Retry-After', '2');
  sendJson(response, toProblem(content, language), status);
}

/** Sets the headers that every problem document has. */
export function markProblem(response: HttpResponse, language: 'zh' | 'en'): void {
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Content-Language', language === 'zh' ? 'zh-CN' : 'en');
  response.setHeader('Cache-Control', 'no-store');
}

function codeOfStatus(error: unknown): Code | undefined {
  if (error instanceof HttpException) return CODE_BY_STATUS[error.getStatus()];
  const status =
    typeof error === 'object' && error !== null ? (error as { status?: unknown }).status : undefined;
  return typeof status === 'number' && status < 500 ? CODE_BY_STATUS[status] : undefined;
}
