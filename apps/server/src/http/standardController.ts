import { Controller } from '@nestjs/common';
import { describeStandard, inferGiven, scoreGivenLevels } from '@parkpulse/application';
import { inferAnswer, inferRequest, scoreAnswer, scoreRequest, standardAnswer } from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { PreparedAnswer } from '../platform/httpAdapter.js';
import {
  type Encoding,
  acceptedEncoding,
  compressed,
  entityTag,
  sendPrepared,
} from '../platform/sendJson.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const read = call({
  method: 'GET',
  path: '/api/v1/standard',
  action: 'standard.read',
  tag: 'standard',
  summary: 'HG/T 6313-2024 as we read it: weights, levels, clauses, measures, rulings',
  answer: standardAnswer,
  unpaced: true,
});
const infer = call({
  method: 'POST',
  path: '/api/v1/standard/infer',
  action: 'standard.try',
  tag: 'standard',
  summary: 'Infer levels and scores of given measures and capabilities; nothing is stored',
  body: inferRequest,
  answer: inferAnswer,
  unpaced: true,
});
const score = call({
  method: 'POST',
  path: '/api/v1/standard/score',
  action: 'standard.try',
  tag: 'standard',
  summary: 'Score one level for each of the 46 indicators; nothing is stored',
  body: scoreRequest,
  answer: scoreAnswer,
  unpaced: true,
});

@Controller()
export class StandardController {
  private readonly bytes: Buffer;
  private readonly sent = new Map<Encoding, Promise<{ readonly bytes: Buffer; readonly tag: string }>>();

  constructor(private readonly system: System) {
    this.bytes = Buffer.from(JSON.stringify(describeStandard(system.rules.standard.standard)));
  }

  @Answers(read)
  async read(@Asked() { request }: AskOf<typeof read>): Promise<PreparedAnswer> {
    const encoding = acceptedEncoding(request);
    const { bytes, tag } = await this.prepared(encoding);
    return new PreparedAnswer((response) => {
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.setHeader('Cache-Control', 'private, no-cache');
      response.setHeader('Vary', 'Accept-Encoding');
      sendPrepared(response, bytes, encoding, tag);
    });
  }

  @Answers(infer)
  infer(@Asked() { body }: AskOf<typeof infer>) {
    return inferGiven(this.system.rules, body);
  }

  @Answers(score)
  score(@Asked() { body }: AskOf<typeof score>) {
    return scoreGivenLevels(this.system.rules.plan, body.levels);
  }

  private prepared(encoding: Encoding) {
    const known = this.sent.get(encoding);
    if (known !== undefined) return known;
    const tag = entityTag(this.bytes, encoding);
    const made = compressed(this.bytes, encoding, 'dense').then((bytes) => ({ bytes, tag }));
    this.sent.set(encoding, made);
    return made;
  }
}
