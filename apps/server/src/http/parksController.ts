import { Controller } from '@nestjs/common';
import { type ParkRecord, changePark, createPark, parksOf } from '@parkpulse/application';
import {
  pageQuery,
  parkPage,
  parkPatch,
  parkRequest,
  park as parkShape,
  toTimeText,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const list = call({
  method: 'GET',
  path: '/api/v1/parks',
  action: 'park.read',
  tag: 'parks',
  summary: 'List the parks one may see',
  query: pageQuery,
  answer: parkPage,
});
const create = call({
  method: 'POST',
  path: '/api/v1/parks',
  action: 'park.change',
  tag: 'parks',
  summary: 'Make a park',
  body: parkRequest,
  answer: parkShape,
  status: 201,
});
const read = call({
  method: 'GET',
  path: '/api/v1/parks/:park',
  action: 'park.read',
  tag: 'parks',
  summary: 'One park',
  answer: parkShape,
});
const change = call({
  method: 'PATCH',
  path: '/api/v1/parks/:park',
  action: 'park.change',
  tag: 'parks',
  summary: 'Rename a park or move it to another time zone',
  body: parkPatch,
  answer: parkShape,
});

@Controller()
export class ParksController {
  constructor(private readonly system: System) {}

  @Answers(list)
  async list(@Asked() { actor, query }: AskOf<typeof list>) {
    const parks = await parksOf(this.system.ports.read, actor);
    return pageOf(parks.map(toPark), query, ({ id }) => id);
  }

  @Answers(create)
  async create(@Asked() { actor, body, response }: AskOf<typeof create>) {
    const timeZone = body.timeZone ?? this.system.environment.timeZone;
    const created = await createPark(this.system.ports, actor, { id: body.id, name: body.name, timeZone });
    if (isRefusal(created)) return created;
    response.setHeader('Location', `/api/v1/parks/${created.id}`);
    return toPark(created);
  }

  @Answers(read)
  read(@Asked() { park }: AskOf<typeof read>) {
    return toPark(park);
  }

  @Answers(change)
  async change(@Asked() { actor, park, body }: AskOf<typeof change>) {
    const changed = await changePark(this.system.ports, actor, park.id, body);
    return isRefusal(changed) ? changed : toPark(changed);
  }
}

function toPark({ id, name, timeZone, createdAt }: ParkRecord) {
  return { id, name, timeZone, createdAt: toTimeText(createdAt) };
}
