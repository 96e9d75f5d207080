import { Controller } from '@nestjs/common';
import { definitionOf, putDefinition } from '@parkpulse/application';
import { definitionQuery, definitionRequest, measureDefinition, toTimeText } from '@parkpulse/contracts';
import type { MeasureDefinition } from '@parkpulse/domain';
import { System } from '../composition/system.js';
import { isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const PATH = '/api/v1/parks/:park/definitions/:measure';
const read = call({
  method: 'GET',
  path: PATH,
  action: 'definition.read',
  tag: 'definitions',
  summary: 'How a measure is formed in a park: in force now, at a moment, or by version',
  query: definitionQuery,
  answer: measureDefinition,
});
const put = call({
  method: 'PUT',
  path: PATH,
  action: 'definition.change',
  tag: 'definitions',
  summary: 'Put a new version into force; absent fields take the defaults',
  body: definitionRequest,
  answer: measureDefinition,
});

@Controller()
export class DefinitionsController {
  constructor(private readonly system: System) {}

  @Answers(read)
  async read(@Asked() { park, params, query }: AskOf<typeof read>) {
    const { read: model, clock } = this.system.ports;
    const found = await definitionOf(model, {
      park: park.id,
      measure: params['measure'] ?? '',
      at: query.at ?? clock.now(),
      version: query.version ?? null,
    });
    return isRefusal(found) ? found : toAnswer(found);
  }

  @Answers(put)
  async put(@Asked() { actor, park, params, body }: AskOf<typeof put>) {
    const { effectiveFrom = null, ...fields } = body;
    const measure = params['measure'] ?? '';
    const stored = await putDefinition(this.system.ports, actor, {
      park: park.id,
      measure,
      fields,
      effectiveFrom,
    });
    if (isRefusal(stored)) return stored;
    this.system.touched();
    return toAnswer(stored);
  }
}

function toAnswer(definition: MeasureDefinition) {
  return { ...definition, effectiveFrom: toTimeText(definition.effectiveFrom) };
}
