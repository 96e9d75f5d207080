import { Controller } from '@nestjs/common';
import { beginPairing, claimPairing, ownWallRecord, reportOfWall } from '@parkpulse/application';
import {
  ownWall,
  toTimeText,
  wallClaim,
  wallClaimRequest,
  wallPairing,
  wallReportRequest,
} from '@parkpulse/contracts';
import { AttemptLimit } from '../auth/attemptLimit.js';
import { System } from '../composition/system.js';
import { toOwnWall } from '../live/wallViews.js';
import { addressOf } from '../platform/exchange.js';
import { isRefusal, refuse } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const PATH = '/api/v1/wall';
const PAIRINGS_PER_MINUTE = 12;

const begin = call({
  method: 'POST',
  path: `${PATH}/pairings`,
  action: 'wall.pair',
  tag: 'walls',
  summary: 'Begin a pairing: the code to show on the wall, valid for five minutes',
  answer: wallPairing,
  status: 201,
});
const claim = call({
  method: 'POST',
  path: `${PATH}/pairings/claim`,
  action: 'wall.pair',
  tag: 'walls',
  summary: 'Ask whether the pairing was approved; then the answer holds the token of the wall',
  body: wallClaimRequest,
  answer: wallClaim,
});
const self = call({
  method: 'GET',
  path: PATH,
  action: 'wall.self',
  tag: 'walls',
  summary: 'The wall that asks: its park, what the desk wants it to show, and the server clock',
  answer: ownWall,
});
const report = call({
  method: 'POST',
  path: `${PATH}/report`,
  action: 'wall.self',
  tag: 'walls',
  summary: 'What the wall shows and whether it is legible, for the desk to see',
  body: wallReportRequest,
  status: 204,
});

/** What a wall itself calls. */
@Controller()
export class WallController {
  private readonly begun = new AttemptLimit(PAIRINGS_PER_MINUTE, 60_000);

  constructor(private readonly system: System) {}

  @Answers(begin)
  async begin(@Asked() { request }: AskOf<typeof begin>) {
    if (this.begun.take(addressOf(request), performance.now()) > 0) return refuse('RATE_LIMITED');
    const begun = await beginPairing(this.system.ports);
    if (isRefusal(begun)) return begun;
    const { code, secret, expiresAt } = begun;
    return { code, secret, expiresAt: toTimeText(expiresAt) };
  }

  @Answers(claim)
  async claim(@Asked() { body }: AskOf<typeof claim>) {
    const { state, token } = await claimPairing(this.system.ports, body.secret);
    return { state, token };
  }

  @Answers(self)
  async self(@Asked() { actor }: AskOf<typeof self>) {
    const { ports } = this.system;
    const wall = await ownWallRecord(ports, actor);
    return isRefusal(wall) ? wall : toOwnWall(ports.read, wall, ports.clock.now());
  }

  @Answers(report)
  report(@Asked() { actor, body }: AskOf<typeof report>) {
    return reportOfWall(this.system.ports, actor, body);
  }
}
