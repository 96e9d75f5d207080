import { Controller } from '@nestjs/common';
import { type Actor, closeSession, openSession, refused } from '@parkpulse/application';
import { type Session, session, signInRequest, toTimeText } from '@parkpulse/contracts';
import { LoginLimit } from '../auth/attemptLimit.js';
import { SessionCookie } from '../auth/credentials.js';
import { System } from '../composition/system.js';
import { addressOf } from '../platform/exchange.js';
import { RefusalError, isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const PATH = '/api/v1/session';
const open = call({
  method: 'POST',
  path: PATH,
  action: 'session.open',
  tag: 'session',
  summary: 'Sign in; sets the session cookie',
  body: signInRequest,
  answer: session,
});
const read = call({
  method: 'GET',
  path: PATH,
  action: 'session.read',
  tag: 'session',
  summary: 'Who am I',
  answer: session,
});
const close = call({
  method: 'DELETE',
  path: PATH,
  action: 'session.close',
  tag: 'session',
  summary: 'Sign out',
  status: 204,
});

@Controller()
export class SessionController {
  private readonly limit = new LoginLimit();

  constructor(
    private readonly system: System,
    private readonly cookie: SessionCookie,
  ) {}

  @Answers(open)
  async open(@Asked() { body, request, response }: AskOf<typeof open>): Promise<Session> {
    const address = addressOf(request);
    const wait = this.limit.take(body.username, address, performance.now());
    if (wait > 0)
      throw new RefusalError(refused('RATE_LIMITED'), { headers: { 'Retry-After': String(wait) } });
    const opened = await openSession(this.system.ports, body);
    if (isRefusal(opened)) throw new RefusalError(opened);
    this.limit.succeeded(body.username, address);
    const { secret, username, role, expiresAt } = opened;
    const seconds = Math.floor((expiresAt - this.system.ports.clock.now()) / 1000);
    response.setHeader('Set-Cookie', this.cookie.set(secret, seconds));
    return { username, role, parks: null, expiresAt: toTimeText(expiresAt) };
  }

  @Answers(read)
  read(@Asked() { actor }: AskOf<typeof read>): Record<string, unknown> {
    return describeActor(actor);
  }

  @Answers(close)
  async close(@Asked() { actor, response }: AskOf<typeof close>): Promise<void> {
    await closeSession(this.system.ports, actor);
    response.setHeader('Set-Cookie', this.cookie.clear());
  }
}

function describeActor(actor: Actor): Record<string, unknown> {
  switch (actor.kind) {
    case 'anonymous':
    case 'system':
    case 'wall':
      throw new RefusalError(refused('UNAUTHENTICATED'));
    case 'account': {
      const { username, role, expiresAt } = actor;
      return { username, role, parks: null, expiresAt: toTimeText(expiresAt) };
    }
    case 'token': {
      const { name, scopes, park } = actor;
      return { token: name, scopes, parks: park === null ? null : [park] };
    }
  }
}
