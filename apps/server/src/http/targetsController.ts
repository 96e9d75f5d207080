import { Controller } from '@nestjs/common';
import { type TargetRecord, dropTarget, setTarget } from '@parkpulse/application';
import {
  type Target,
  pageQuery,
  targetPage,
  targetRequest,
  target as targetShape,
  toTimeText,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/parks/:park/targets';
const ONE = `${PATH}/:indicator`;
const list = call({
  method: 'GET',
  path: PATH,
  action: 'target.read',
  tag: 'targets',
  summary: 'What the park means to reach per indicator, who answers for it, and by when',
  query: pageQuery,
  answer: targetPage,
});
const put = call({
  method: 'PUT',
  path: ONE,
  action: 'target.change',
  tag: 'targets',
  summary: 'Set the target of an indicator; the former one stays on record',
  body: targetRequest,
  answer: targetShape,
});
const drop = call({
  method: 'DELETE',
  path: ONE,
  action: 'target.change',
  tag: 'targets',
  summary: 'Give the target of an indicator up',
  status: 204,
});

@Controller()
export class TargetsController {
  constructor(private readonly system: System) {}

  @Answers(list)
  async list(@Asked() { park, query }: AskOf<typeof list>) {
    const targets = await this.system.ports.targets.targets(park.id);
    return pageOf(targets.map(toAnswer), query, ({ indicator }) => indicator);
  }

  @Answers(put)
  async put(@Asked() { actor, park, params, body }: AskOf<typeof put>) {
    const place = { park: park.id, indicator: params['indicator'] ?? '' };
    const { level, owner = null, due = null } = body;
    const target = await setTarget(this.system.ports, actor, place, { level, owner, due });
    return isRefusal(target) ? target : toAnswer(target);
  }

  @Answers(drop)
  drop(@Asked() { actor, park, params }: AskOf<typeof drop>) {
    return dropTarget(this.system.ports, actor, { park: park.id, indicator: params['indicator'] ?? '' });
  }
}

function toAnswer({ recordedAt, recordedBy: by, ...target }: TargetRecord): Target {
  return { ...target, by, recordedAt: toTimeText(recordedAt) };
}
