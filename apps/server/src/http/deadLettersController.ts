import { Controller } from '@nestjs/common';
import { type Actor, type DeadLetterRecord, boundPark, replayDeadLetters } from '@parkpulse/application';
import {
  deadLetterPage,
  deadLetterQuery,
  replayAnswer,
  replayRequest,
  toTimeText,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { refuse } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { DEFAULT_LIMIT, readCursor, writeCursor } from './paging.js';

const list = call({
  method: 'GET',
  path: '/api/v1/dead-letters',
  action: 'deadLetter.read',
  tag: 'dead letters',
  summary: 'List refused events, newest first, with what was wrong and their payload',
  query: deadLetterQuery,
  answer: deadLetterPage,
});
const replay = call({
  method: 'POST',
  path: '/api/v1/dead-letters/replay',
  action: 'deadLetter.replay',
  tag: 'dead letters',
  summary: 'Send refused events through the log again, once their cause is mended',
  body: replayRequest,
  answer: replayAnswer,
});

@Controller()
export class DeadLettersController {
  constructor(private readonly system: System) {}

  @Answers(list)
  async list(@Asked() { actor, query, language }: AskOf<typeof list>) {
    const { limit = DEFAULT_LIMIT, cursor } = query;
    const filter = { park: visiblePark(actor, query.park), code: query.code ?? null };
    const after = cursor === undefined ? null : readCursor(cursor);
    const letters = await this.system.ports.read.deadLetters(filter, { limit: limit + 1, after });
    const page = letters.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((letter) => toAnswer(letter, language)),
      next: last === undefined || letters.length <= limit ? null : writeCursor(last.id),
    };
  }

  @Answers(replay)
  replay(@Asked() { actor, body }: AskOf<typeof replay>) {
    return replayDeadLetters(this.system.ports, this.system.dialect, actor, body.ids);
  }
}

/** Which park's letters an actor gets to see; null for all. Another park than its own does not exist for it. */
function visiblePark(actor: Actor, asked: string | undefined): string | null {
  const bound = boundPark(actor);
  if (bound !== null && asked !== undefined && asked !== bound) refuse('UNKNOWN_PARK');
  return bound ?? asked ?? null;
}

function toAnswer(letter: DeadLetterRecord, language: 'zh' | 'en') {
  const { id, code, pointer, park, request, receivedAt, payload, isTruncated, replayedAt } = letter;
  const isFromLog = letter.partition >= 0;
  return {
    id,
    code,
    detail: language === 'zh' ? letter.detailZh : letter.detailEn,
    pointer,
    park,
    topic: isFromLog ? letter.topic : null,
    partition: isFromLog ? letter.partition : null,
    offset: isFromLog ? letter.offset : null,
    request,
    receivedAt: toTimeText(receivedAt),
    payload: payload === null ? '' : new TextDecoder().decode(payload),
    isTruncated,
    replayedAt: replayedAt === null ? null : toTimeText(replayedAt),
  };
}
