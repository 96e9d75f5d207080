import { Controller } from '@nestjs/common';
import { approvePairing, changeWall, ownWallRecord, placesOf, removeWall } from '@parkpulse/application';
import {
  pageQuery,
  places as placesShape,
  wallApprovalRequest,
  wallPage,
  wallPatch,
  wall as wallShape,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { toWall } from '../live/wallViews.js';
import { isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PARK = '/api/v1/parks/:park';
const WALLS = `${PARK}/walls`;

const list = call({
  method: 'GET',
  path: WALLS,
  action: 'wall.read',
  tag: 'walls',
  summary: 'The walls of a park, with what each shows and says of itself',
  query: pageQuery,
  answer: wallPage,
});
const approve = call({
  method: 'POST',
  path: WALLS,
  action: 'wall.change',
  tag: 'walls',
  summary: 'Approve the code that a wall shows: it may then show this park and nothing else',
  body: wallApprovalRequest,
  answer: wallShape,
  status: 201,
});
const change = call({
  method: 'PATCH',
  path: `${WALLS}/:id`,
  action: 'wall.change',
  tag: 'walls',
  summary: 'Drive a wall: pause, pin, skip, modes, installation record',
  body: wallPatch,
  answer: wallShape,
});
const remove = call({
  method: 'DELETE',
  path: `${WALLS}/:id`,
  action: 'wall.change',
  tag: 'walls',
  summary: 'Revoke the token of a wall at once',
  status: 204,
});
const places = call({
  method: 'GET',
  path: `${PARK}/places`,
  action: 'place.read',
  tag: 'register',
  summary: 'Enterprises and devices with their coordinates, and which devices are online',
  answer: placesShape,
});

/** What the desk does with walls, and the map that walls show. */
@Controller()
export class WallDeskController {
  constructor(private readonly system: System) {}

  @Answers(list)
  async list(@Asked() { park, query }: AskOf<typeof list>) {
    return pageOf((await this.system.ports.walls.walls(park.id)).map(toWall), query, ({ id }) => id);
  }

  @Answers(approve)
  async approve(@Asked() { actor, park, body }: AskOf<typeof approve>) {
    const wall = await approvePairing(this.system.ports, actor, { park: park.id, ...body });
    return isRefusal(wall) ? wall : toWall(wall);
  }

  @Answers(change)
  async change(@Asked() { actor, park, params, body }: AskOf<typeof change>) {
    const place = { park: park.id, id: params['id'] ?? '' };
    const wall = await changeWall(this.system.ports, actor, place, body);
    return isRefusal(wall) ? wall : toWall(wall);
  }

  @Answers(remove)
  remove(@Asked() { actor, park, params }: AskOf<typeof remove>) {
    return removeWall(this.system.ports, actor, { park: park.id, id: params['id'] ?? '' });
  }

  /** A wall in visitor mode is not told names at all. */
  @Answers(places)
  async places(@Asked() { actor, park }: AskOf<typeof places>) {
    const { ports } = this.system;
    const wall = actor.kind === 'wall' ? await ownWallRecord(ports, actor) : null;
    const isMasked = wall !== null && !isRefusal(wall) && wall.control.visitor;
    return placesOf(ports.read, { park: park.id, at: ports.clock.now(), isMasked });
  }
}
