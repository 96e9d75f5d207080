import type { ColumnEvent, FactColumns } from '@parkpulse/contracts';
import type { Fact, Instant, Origin } from '@parkpulse/domain';
import type { FactSpan, LogRecord, StorableEvent, StreamId } from '../ports.js';

/** An event whose facts are rows of the columns of its batch. */
export class RowEvent implements StorableEvent {
  readonly park: string;
  readonly source: string;
  readonly id: string;
  readonly time: Instant;
  readonly sequence: number;
  readonly isReplay: boolean;
  readonly offset: number;
  readonly receivedAt: Instant;
  readonly payload: Uint8Array | null;
  readonly rows: FactSpan;

  constructor(
    event: ColumnEvent,
    record: LogRecord,
    columns: FactColumns,
    private readonly stream: StreamId,
  ) {
    this.park = event.park;
    this.source = event.source;
    this.id = event.id;
    this.time = event.time;
    this.sequence = event.sequence;
    this.isReplay = event.replay;
    this.offset = record.offset;
    this.receivedAt = record.receivedAt;
    this.payload = record.value;
    this.rows = { columns, from: event.from, to: event.to };
  }

  get facts(): readonly Fact[] {
    const { columns, from, to } = this.rows;
    const origin = this.origin();
    return Array.from({ length: to - from }, (_, item) => columns.factAt(from + item, origin));
  }

  private origin(): Origin {
    const { source, id, sequence, receivedAt, offset } = this;
    const { topic, partition } = this.stream;
    return { source, event: id, sequence, knownAt: receivedAt, topic, partition, offset };
  }
}
