import type { StreamId, Subscriber } from '@parkpulse/application';
import type { ClusterClient } from '../client/clusterClient.js';
import type { ClusterDescription } from '../client/metadataV10.js';
import { type Place, nameOf } from './place.js';

interface SeenStream {
  readonly topicId: string;
  /** Records known to have been in it and not read. */
  readonly unread: number;
}

export interface StreamsParts {
  readonly cluster: ClusterClient;
  readonly topics: readonly string[];
  readonly subscriber: Subscriber;
}

/** One answer about topic ids serves all partitions that ask in this time. */
const DESCRIPTION_MS = 500;

/**
 * Which stream stands at a place. Kept over consumers: a topic that has another id than it had was made again, and that
 * is cried out, with what of the old one was never read.
 */
export class Streams {
  private readonly seen = new Map<string, SeenStream>();
  private description: { readonly answer: Promise<ClusterDescription>; readonly until: number } | null = null;

  constructor(private readonly parts: StreamsParts) {}

  /**
   * Rejects when no topic is there.
   *
   * @param unread records known to be at the place and not read
   */
  async at(place: Place, unread: number): Promise<StreamId> {
    const { topic, partition } = place;
    const { cluster, topics } = await this.describe();
    const id = topics.get(topic)?.id;
    if (id === undefined) throw new Error(`the topic ${topic} is not there`);
    const stream = { cluster, topicId: id, topic, partition };
    this.compare(stream, unread);
    return stream;
  }

  /** Notes how much was left unread at a place that is given back. */
  left(place: Place, unread: number): void {
    const name = nameOf(place);
    const seen = this.seen.get(name);
    if (seen !== undefined) this.seen.set(name, { ...seen, unread });
  }

  /** Asks anew at the next question. */
  refresh(): void {
    this.description = null;
  }

  private compare(stream: StreamId, unread: number): void {
    const name = nameOf(stream);
    const before = this.seen.get(name);
    if (before?.topicId === stream.topicId) return;
    this.seen.set(name, { topicId: stream.topicId, unread: 0 });
    if (before === undefined) return;
    this.parts.subscriber.alarm({ kind: 'recreated', stream, lost: Math.max(before.unread, unread) });
  }

  private describe(): Promise<ClusterDescription> {
    const now = performance.now();
    if (this.description === null || now > this.description.until) {
      this.description = {
        answer: this.parts.cluster.describe(this.parts.topics),
        until: now + DESCRIPTION_MS,
      };
    }
    return this.description.answer;
  }
}
