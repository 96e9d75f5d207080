import { Controller } from '@nestjs/common';
import { type EventsAnswer, acceptEvents, refused } from '@parkpulse/application';
import {
  CLOUD_EVENT_BATCH_MEDIA,
  CLOUD_EVENT_MEDIA,
  type IngestAnswer,
  ingestAnswer,
  toProblem,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { markProblem } from '../platform/problemFilter.js';
import { RefusalError, isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const LARGEST_BODY = 8 * 1024 * 1024;
/** Bodies in work at once, all callers together: what the process is willing to hold in memory. */
const LARGEST_IN_WORK = 64 * 1024 * 1024;

const send = call({
  method: 'POST',
  path: '/api/v1/events',
  action: 'event.send',
  tag: 'events',
  summary: 'Take one CloudEvent or a batch; answers once they are durable',
  bytes: { media: [CLOUD_EVENT_MEDIA, CLOUD_EVENT_BATCH_MEDIA], limit: LARGEST_BODY },
  answer: ingestAnswer,
  status: 202,
  unpaced: true,
});

@Controller()
export class EventsController {
  private bytesInWork = 0;

  constructor(private readonly system: System) {}

  @Answers(send)
  async send(@Asked() ask: AskOf<typeof send>) {
    const { bytes, mediaType, requestId } = ask;
    if (this.bytesInWork + bytes.byteLength > LARGEST_IN_WORK) {
      throw new RefusalError(refused('UNAVAILABLE'), { headers: { 'Retry-After': '1' } });
    }
    this.bytesInWork += bytes.byteLength;
    try {
      const { ports, dialect } = this.system;
      const request = {
        mode: mediaType === CLOUD_EVENT_BATCH_MEDIA ? ('batch' as const) : ('single' as const),
        bytes,
        requestId,
      };
      const answer = await acceptEvents(ports, dialect, ask.actor, request);
      return isRefusal(answer) ? answer : this.tell(answer, ask);
    } finally {
      this.bytesInWork -= bytes.byteLength;
    }
  }

  private tell(
    { accepted, rejected }: EventsAnswer,
    { language, requestId, response }: AskOf<typeof send>,
  ): object {
    const answer: IngestAnswer = {
      accepted,
      rejected: rejected.map(({ index, code, detail }) => ({ index, code, detail: detail[language] })),
    };
    if (accepted > 0 || rejected.length === 0) return answer;
    const { detail } = refused('ALL_REJECTED');
    markProblem(response, language);
    response.statusCode = 422;
    return { ...toProblem({ code: 'ALL_REJECTED', detail, instance: requestId }, language), ...answer };
  }
}
