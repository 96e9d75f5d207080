import {
  toClientProtocol,
  toSecurityProperties,
  type Certificate,
  type ClientCertificate,
  type ClientSecurity,
} from './clientSecurity.js';

/** Where one combined broker and controller listens; all on 127.0.0.1. */
export interface BrokerPlan {
  readonly id: number;
  /** Listener CLIENT: what the programs under test use. */
  readonly client: number;
  /** Port that CLIENT is announced under: its own, or that of a proxy before it. */
  readonly advertised: number;
  /** Listener INTERNAL: between brokers, and for set-up by a test; never secured, never behind a proxy. */
  readonly internal: number;
  readonly controller: number;
  readonly folder: string;
}

export interface ClusterPlan {
  readonly clusterId: string;
  readonly brokers: readonly BrokerPlan[];
  readonly security: ClientSecurity;
  readonly certificate: Certificate | undefined;
  /** What clients must show, where they must. */
  readonly client: ClientCertificate | undefined;
  /** The test's own broker properties: they have the last word. */
  readonly properties: Readonly<Record<string, string>>;
}

/** The server.properties of one broker. */
export function toBrokerProperties(cluster: ClusterPlan, broker: BrokerPlan): string {
  const properties = {
    ...toListenerProperties(cluster, broker),
    ...toSizeProperties(cluster.brokers.length),
    ...toSecurityProperties(cluster.security, cluster.certificate, cluster.client),
    'log.dirs': broker.folder,
    ...cluster.properties,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}

function toListenerProperties(cluster: ClusterPlan, broker: BrokerPlan): Record<string, string> {
  const at = (name: string, port: number) => `${name}://127.0.0.1:${port}`;
  const voters = cluster.brokers.map(({ id, controller }) => `${id}@127.0.0.1:${controller}`);
  const client = toClientProtocol(cluster.security);
  return {
    'process.roles': 'broker,controller',
    'node.id': String(broker.id),
    'controller.quorum.voters': voters.join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    'listener.security.protocol.map': `CLIENT:${client},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    listeners: [
      at('CLIENT', broker.client),
      at('INTERNAL', broker.internal),
      at('CONTROLLER', broker.controller),
    ].join(','),
    'advertised.listeners': [at('CLIENT', broker.advertised), at('INTERNAL', broker.internal)].join(','),
  };
}

/** Small and quick, but with Kafka's own meaning of durability: the replicas and the in-sync minimum of a real cluster. */
function toSizeProperties(brokers: number): Record<string, string> {
  const replicas = String(Math.min(3, brokers));
  const inSync = String(Math.min(2, brokers));
  return {
    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'num.network.threads': '2',
    'num.io.threads': '2',
    'log.cleaner.dedupe.buffer.size': '8388608',
    'log.segment.delete.delay.ms': '1000',
    // A crash is noticed in 3 s instead of 9: until then the broker's own successor must wait to register.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
  };
}
