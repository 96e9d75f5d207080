import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Actor, type Verdict, actorName, boundPark, can, identify } from '@parkpulse/application';
import { setTimeout as pause } from 'node:timers/promises';
import { System } from '../composition/system.js';
import { CALL, type CallDefinition } from '../http/call.js';
import { checkPathParameters } from '../http/pathParameters.js';
import { type HttpRequest, type HttpResponse, addressOf } from '../platform/exchange.js';
import { RefusalError, refuse } from '../platform/refusalError.js';
import { refused } from '@parkpulse/application';
import { SessionCookie, credentialOf } from './credentials.js';
import { Pace } from './pace.js';
import { changesState, isCrossSite } from './siteCheck.js';

const REQUESTS_PER_SECOND = 100;
const BURST = 200;
const LONGEST_WAIT_MS = 2000;

/** Stands before every route: who asks, may they, do they come from our own pages, and not too fast. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly pace = new Pace(REQUESTS_PER_SECOND, BURST, LONGEST_WAIT_MS);

  constructor(
    private readonly reflector: Reflector,
    private readonly system: System,
    private readonly cookie: SessionCookie,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const call = this.reflector.get<CallDefinition | undefined>(CALL, context.getHandler());
    if (call === undefined) return refuse('FORBIDDEN');
    request.routePattern = call.path;
    this.refuseCrossSite(request);
    const actor = await identify(this.system.ports, credentialOf(request.headers, this.cookie));
    request.actor = actor;
    await this.permit(actor, call, request);
    if (call.unpaced !== true) await this.keepPace(actor, request, http.getResponse<HttpResponse>());
    return true;
  }

  private refuseCrossSite(request: HttpRequest): void {
    if (!changesState(request.method) || request.headers.authorization !== undefined) return;
    if (isCrossSite(request.headers, this.system.environment.publicUrl)) refuse('CROSS_SITE');
  }

  private async permit(actor: Actor, call: CallDefinition, request: HttpRequest): Promise<void> {
    const verdict = can(actor, call.action, null);
    if (verdict === 'unauthenticated') {
      throw new RefusalError(refused('UNAUTHENTICATED'), {
        headers: { 'WWW-Authenticate': 'Bearer realm="parkpulse"' },
      });
    }
    if (verdict !== 'allowed') await this.deny(actor, call, verdict, null);
    checkPathParameters(request.params);
    const park = request.params['park'] ?? null;
    if (park === null) return;
    const onPark = can(actor, call.action, park);
    if (onPark !== 'allowed') await this.deny(actor, call, onPark, park);
    request.park = (await this.system.ports.read.park(park)) ?? refuse('UNKNOWN_PARK');
  }

  private async deny(
    actor: Actor,
    call: CallDefinition,
    verdict: Verdict,
    park: string | null,
  ): Promise<never> {
    const { identity, clock } = this.system.ports;
    const detail = { action: call.action, bound: boundPark(actor) };
    await identity.audit({ at: clock.now(), actor: actorName(actor), action: 'access.denied', park, detail });
    return verdict === 'hidden' ? refuse('UNKNOWN_PARK') : refuse('FORBIDDEN');
  }

  private async keepPace(actor: Actor, request: HttpRequest, response: HttpResponse): Promise<void> {
    const caller = actor.kind === 'anonymous' ? addressOf(request) : `${actor.kind}:${actorName(actor)}`;
    const wait = this.pace.admit(caller, performance.now());
    if (wait === null) throw new RefusalError(refused('RATE_LIMITED'), { headers: { 'Retry-After': '1' } });
    if (wait > 0 && !response.destroyed) await pause(wait);
  }
}
