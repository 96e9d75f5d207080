import type { LogBatch, StoredPosition, StreamId, Subscriber } from '@parkpulse/application';
import type { Postgres } from '../openPostgres.js';
import { NOON, commitOf, event, reading } from './sampleEvents.js';

/** Stores each record of a log as an event with one reading, as the application does with real ones. */
export class StoringSubscriber implements Subscriber {
  private readonly claims = new Map<string, { readonly epoch: number; nextOffset: number }>();

  constructor(
    private readonly ingest: Postgres['ingest'],
    private readonly onStored: (count: number) => void = () => undefined,
  ) {}

  async assigned(stream: StreamId): Promise<StoredPosition | null> {
    const { epoch, nextOffset, tail } = await this.ingest.claim(stream);
    this.claims.set(nameOf(stream), { epoch, nextOffset: nextOffset ?? 0 });
    return nextOffset === null ? null : { nextOffset, tail };
  }

  async batch({ stream, records, nextOffset }: LogBatch): Promise<void> {
    const claim = this.claims.get(nameOf(stream));
    if (claim === undefined) throw new Error('not assigned');
    const events = records.map(({ offset, value }) => {
      const id = new TextDecoder().decode(value ?? undefined);
      return event(offset, [reading('counted', NOON + Number(id), '1')], { id });
    });
    const { stored } = await this.ingest.commit(
      commitOf(events, { stream, epoch: claim.epoch, expectedOffset: claim.nextOffset, nextOffset }),
    );
    claim.nextOffset = nextOffset;
    this.onStored(stored);
  }

  revoked(stream: StreamId): void {
    this.claims.delete(nameOf(stream));
  }

  alarm(): void {
    return undefined;
  }
}

function nameOf({ topic, partition }: StreamId): string {
  return `${topic}/${partition}`;
}
