import type {
  EventLog,
  IngestStore,
  LogAlarm,
  StoredPosition,
  StreamId,
  Subscriber,
} from '@parkpulse/application';

/** Its offsets are kept too; moving from it to Kafka is no loss. */
const EMBEDDED = 'embedded';

/**
 * A log that also cries out about topics that were made again while nobody listened: the store has read another stream
 * of that name and never this one. How much was lost with the old one nobody can know any more.
 */
export function tellRecreated(log: EventLog, store: IngestStore): EventLog {
  return {
    append: (topic, records) => log.append(topic, records),
    ends: (topics) => log.ends(topics),
    close: () => log.close(),
    subscribe: (topics, subscriber) => log.subscribe(topics, new WatchfulSubscriber(subscriber, store)),
  };
}

class WatchfulSubscriber implements Subscriber {
  /** Streams the log itself has cried out about. */
  private readonly told = new Set<string>();

  constructor(
    private readonly inner: Subscriber,
    private readonly store: IngestStore,
  ) {}

  async assigned(stream: StreamId): Promise<StoredPosition | null> {
    const stored = await this.inner.assigned(stream);
    if (stored === null && !this.told.has(nameOf(stream)) && (await this.isSuccessor(stream))) {
      this.alarm({ kind: 'recreated', stream, lost: 0 });
    }
    return stored;
  }

  batch(batch: Parameters<Subscriber['batch']>[0]): Promise<void> {
    return this.inner.batch(batch);
  }

  revoked(stream: StreamId): void {
    this.inner.revoked(stream);
  }

  alarm(alarm: LogAlarm): void {
    if (alarm.kind === 'recreated') this.told.add(nameOf(alarm.stream));
    this.inner.alarm(alarm);
  }

  private async isSuccessor({ topic, topicId, partition }: StreamId): Promise<boolean> {
    const stored = await this.store.storedOffsets();
    return stored.some(
      (other) =>
        other.cluster !== EMBEDDED &&
        other.topic === topic &&
        other.partition === partition &&
        other.topicId !== topicId,
    );
  }
}

function nameOf({ topicId, partition }: StreamId): string {
  return `${topicId}/${partition}`;
}
