import type { MeasureCatalogue, TopicNames } from '@parkpulse/contracts';
import {
  type EventLog,
  FencedError,
  type IngestOutcome,
  type IngestStore,
  type LogAlarm,
  type LogBatch,
  type StoredPosition,
  type StreamId,
  type Subscriber,
  type Subscription,
} from '../ports.js';
import { decodeBatch } from './ingestBatch.js';

export interface IngestOptions {
  readonly log: EventLog;
  readonly store: IngestStore;
  readonly catalogue: MeasureCatalogue;
  readonly topics: TopicNames;
  readonly onStored: (outcome: IngestOutcome, batch: LogBatch) => void;
  readonly onAlarm: (alarm: LogAlarm) => void;
}

interface Claim {
  readonly epoch: number;
  /** The offset the store stands at: what the next commit must find. */
  nextOffset: number;
}

/**
 * Reads the incoming topics into the store. Each partition is claimed on assignment and every batch moves its stored
 * offset in the transaction that stores it, so that a batch handed over twice has its effect once.
 */
export function startIngest(options: IngestOptions): Promise<Subscription> {
  const { topics } = options;
  return options.log.subscribe(
    [topics.registry, topics.measures, topics.devices, topics.submissions],
    new IngestSubscriber(options),
  );
}

class IngestSubscriber implements Subscriber {
  private readonly claims = new Map<string, Claim>();

  constructor(private readonly options: IngestOptions) {}

  async assigned(stream: StreamId): Promise<StoredPosition | null> {
    const { nextOffset, tail, epoch } = await this.options.store.claim(stream);
    this.claims.set(keyOf(stream), { epoch, nextOffset: nextOffset ?? 0 });
    return nextOffset === null ? null : { nextOffset, tail };
  }

  async batch(batch: LogBatch): Promise<void> {
    const claim = this.claims.get(keyOf(batch.stream));
    if (claim === undefined) throw new FencedError(`no claim on ${keyOf(batch.stream)}`);
    const { store, catalogue, topics, onStored } = this.options;
    const outcome = await store.commit({
      stream: batch.stream,
      epoch: claim.epoch,
      expectedOffset: claim.nextOffset,
      nextOffset: batch.nextOffset,
      tail: batch.tail ?? null,
      ...decodeBatch(batch, { catalogue, topics }),
    });
    claim.nextOffset = batch.nextOffset;
    onStored(outcome, batch);
  }

  revoked(stream: StreamId): void {
    this.claims.delete(keyOf(stream));
  }

  alarm(alarm: LogAlarm): void {
    this.options.onAlarm(alarm);
  }
}

function keyOf({ cluster, topicId, partition }: StreamId): string {
  return `${cluster}/${topicId}/${partition}`;
}
