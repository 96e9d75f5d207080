import { Controller } from '@nestjs/common';
import { conclusionOf, declareEligibility, judgeKeyItem } from '@parkpulse/application';
import { conclusion, eligibilityRequest, judgementRequest, momentQuery } from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { isRefusal } from '../platform/refusalError.js';
import { Answers, type Ask, type AskOf, Asked, call } from './call.js';

const PARK = '/api/v1/parks/:park';
const read = call({
  method: 'GET',
  path: `${PARK}/conclusion`,
  action: 'assessment.read',
  tag: 'conclusion',
  summary: 'Grade by Z, eligibility gate of clause 4.1 and key items of Table 2, side by side',
  query: momentQuery,
  answer: conclusion,
});
const declare = call({
  method: 'PUT',
  path: `${PARK}/eligibility`,
  action: 'conclusion.state',
  tag: 'conclusion',
  summary: 'Declare risk class and incidents for the gate of clause 4.1',
  body: eligibilityRequest,
  answer: conclusion,
});
const judge = call({
  method: 'POST',
  path: `${PARK}/judgements`,
  action: 'conclusion.state',
  tag: 'conclusion',
  summary: 'Judge a key item of Table 2; the grade by Z stays what it is',
  body: judgementRequest,
  answer: conclusion,
  status: 201,
});

@Controller()
export class ConclusionController {
  constructor(private readonly system: System) {}

  @Answers(read)
  read(@Asked() { park, query }: AskOf<typeof read>) {
    const { at = this.system.ports.clock.now(), knownAt = null } = query;
    return this.conclusion({ park, at, knownAt });
  }

  @Answers(declare)
  async declare(@Asked() { actor, park, body }: AskOf<typeof declare>) {
    const { from = null, riskClassValidTo = null, ...rest } = body;
    const declaration = { ...rest, riskClassValidTo };
    const record = await declareEligibility(this.system.ports, actor, park, { declaration, from });
    return isRefusal(record) ? record : this.now(park);
  }

  @Answers(judge)
  async judge(@Asked() { actor, park, body }: AskOf<typeof judge>) {
    const { item, status, note = null, from = null } = body;
    await judgeKeyItem(this.system.ports, actor, park, { item, judgement: { status, note }, from });
    return this.now(park);
  }

  private now(park: Ask['park']) {
    return this.conclusion({ park, at: this.system.ports.clock.now(), knownAt: null });
  }

  private conclusion(query: Parameters<typeof conclusionOf>[3]) {
    const { ports, rules } = this.system;
    return conclusionOf(ports.read, ports.statements, rules, query);
  }
}
