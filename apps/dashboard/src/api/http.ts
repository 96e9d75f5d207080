import { takeFirstCall } from './firstCalls.js';

/** A refusal of the server, as problem+json says it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly detail: string | null;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];

  constructor(
    problem: Pick<ProblemError, 'status' | 'code' | 'detail' | 'errors'> & { readonly title: string },
  ) {
    super(problem.title);
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.errors = problem.errors;
  }
}

/** No answer came: the server is away or the network is. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Media type of the body; JSON unless told. */
  readonly type?: string;
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  readonly signal?: AbortSignal;
}

/** Called when the server no longer knows who we are; the shell then leads to the sign-in page. */
export const signedOut = { handle: (): void => undefined };

const BASE = '/api/v1';

/** The token of a wall display; null everywhere else, where the session cookie counts. */
export const bearer: { token: string | null } = { token: null };

/** How far the server's clock is ahead of ours, in milliseconds, by the newest answer's Date header. */
export const serverClock = { offset: 0 };

/** Calls the API and returns its answer; throws `ProblemError` for a refusal, `UnreachableError` without an answer. */
export async function call<Answer>(path: string, request: Call = {}): Promise<Answer> {
  const isWall = bearer.token !== null;
  const response = await answerOf(`${BASE}${path}${toQuery(request.query)}`, toInit(request));
  noteClock(response.headers.get('date'));
  if (response.status === 401 && path !== '/session' && !isWall) signedOut.handle();
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? null : await response.json()) as Answer;
}

function toInit({ method = 'GET', body, type = 'application/json', signal }: Call): RequestInit {
  const language = { 'accept-language': document.documentElement.lang };
  const own = bearer.token === null ? language : { ...language, authorization: `Bearer ${bearer.token}` };
  const common = { method, credentials: 'same-origin', ...(signal && { signal }) } as const;
  if (body === undefined) return { ...common, headers: own };
  return { ...common, headers: { ...own, 'content-type': type }, body: JSON.stringify(body) };
}

async function answerOf(url: string, init: RequestInit): Promise<Response> {
  try {
    const early = init.method === 'GET' ? await takeFirstCall(url) : null;
    const response = early ?? (await fetch(url, init));
    if ([502, 503, 504].includes(response.status) && !isProblem(response)) throw new UnreachableError(url);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new UnreachableError(url);
  }
}

function isProblem(response: Response): boolean {
  return response.headers.get('content-type')?.includes('problem+json') ?? false;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const { status } = response;
  const fallback = { status, code: `HTTP_${status}`, title: response.statusText, detail: null, errors: [] };
  try {
    return new ProblemError({
      ...fallback,
      ...((await response.json()) as Partial<typeof fallback>),
      status,
    });
  } catch {
    return new ProblemError(fallback);
  }
}

function toQuery(query: Call['query']): string {
  const entries = Object.entries(query ?? {}).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return entries.length === 0
    ? ''
    : `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString()}`;
}

function noteClock(date: string | null): void {
  const time = date === null ? Number.NaN : Date.parse(date);
  // The header counts whole seconds; half a second is the fair guess of what it dropped.
  if (Number.isFinite(time) && Math.abs(time - Date.now()) > 2000)
    serverClock.offset = time + 500 - Date.now();
}

/** The server's time as well as we know it. */
export function serverNow(): number {
  return Date.now() + serverClock.offset;
}
