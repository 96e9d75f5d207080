import kafkajs, { type Cluster, type Consumer, type RetryOptions } from 'kafkajs';
import type { Settings } from '../options.js';
import { type Connection, connectKafka } from './connectKafka.js';
import type { LogLines } from './logLines.js';
import type { RawRequest } from './metadataV10.js';
import type { RawRecord } from './rawRecord.js';

/** kafkajs's own view of the cluster, with the calls that its types leave out. */
export type Handle = Omit<Cluster, 'findControllerBroker' | 'findGroupCoordinator' | 'findBroker'> & {
  findBroker(node: { readonly nodeId: string }): Promise<{ fetch(request: object): Promise<FetchAnswer> }>;
  findGroupCoordinator(group: { readonly groupId: string }): Promise<Coordinator>;
  findControllerBroker(): Promise<{
    readonly connectionPool: { send<A>(request: RawRequest<A>): Promise<A> };
  }>;
};

interface FetchAnswer {
  readonly responses: readonly {
    readonly partitions: readonly { readonly messages: readonly RawRecord[] }[];
  }[];
}

interface Coordinator {
  describeGroups(asked: { readonly groupIds: readonly string[] }): Promise<{
    readonly groups: readonly {
      readonly members: readonly { readonly memberId: string; readonly clientId: string }[];
    }[];
  }>;
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}

/** A client whose cluster can be asked once it is ready. */
export interface OpenClient extends Connection {
  readonly ready: Promise<void>;
  readonly cluster: Handle;
  readonly consumer: Consumer;
}

const CLOSE_MS = 2000;

/** Opens a client. kafkajs gives its cluster to nobody but assigners: its consumer exists for that and is never run. */
export function openClient(settings: Settings, lines: LogLines, retry: RetryOptions): OpenClient {
  const connection = connectKafka(settings, lines, retry);
  let handle: Cluster | null = null;
  const consumer = connection.kafka.consumer({
    groupId: `${settings.groupId}-questions`,
    allowAutoTopicCreation: false,
    retry,
    partitionAssigners: [
      (config) => {
        handle = config.cluster;
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  return {
    ...connection,
    consumer,
    ready: consumer.connect(),
    get cluster() {
      return handle as unknown as Handle;
    },
  };
}

export function closeClient({ consumer, sockets }: OpenClient): Promise<void> {
  return sockets.closed(consumer.disconnect(), CLOSE_MS);
}
