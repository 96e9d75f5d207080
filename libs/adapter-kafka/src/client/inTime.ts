import { setTimeout as pause } from 'node:timers/promises';
import { KafkaLogError } from '../kafkaLogError.js';

/** Rejects when a promise is not settled in time; what it stands for goes on unheard. */
export async function inTime<Result>(result: Promise<Result>, milliseconds: number): Promise<Result> {
  const abort = new AbortController();
  const late = pause(milliseconds, undefined, { signal: abort.signal }).then((): never => {
    throw new KafkaLogError('KAFKA_UNREACHABLE', `no answer within ${milliseconds} ms`);
  });
  late.catch(() => undefined);
  result.catch(() => undefined);
  try {
    return await Promise.race([result, late]);
  } finally {
    abort.abort();
  }
}
