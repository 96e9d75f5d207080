import type { Clock } from '@parkpulse/application';
import { nodeName } from './client/nodeName.js';

/** A line the client or this library has to say; `kafka` never holds a password. */
export interface KafkaLogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** What to trust and what to show; texts in PEM. */
export interface KafkaTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Durations in milliseconds. */
export interface KafkaTiming {
  /** A member that says nothing for this long has lost its partitions. */
  readonly session: number;
  readonly heartbeat: number;
  /** How long the group waits for a member that has a batch in work; above the longest transaction. */
  readonly rebalance: number;
  /** A request unanswered for this long has failed. */
  readonly request: number;
  /** How often topic ids and log starts are looked at, to notice a topic made again or records deleted unread. */
  readonly watch: number;
  /** `append` gives up after this long; the records may have been written none the less. */
  readonly append: number;
  /** New partitions are noticed within this time. */
  readonly metadata: number;
  /** No answer from any broker for this long: the log is unreachable. */
  readonly silence: number;
}

export interface KafkaLogOptions {
  /** host:port of some brokers. */
  readonly brokers: readonly string[];
  readonly groupId: string;
  readonly clientId?: string;
  readonly ssl?: boolean | KafkaTls;
  readonly sasl?: KafkaSasl | null;
  /** Partitions of topics made on demand. */
  readonly partitions?: number;
  /** Topics that keep the newest record of each key (the register) when made on demand. */
  readonly compacted?: readonly string[];
  /** A file of this process alone, which keeps the name of the node over restarts; null or left out keeps none. */
  readonly nodeFile?: string | null;
  readonly clock?: Clock;
  readonly onLog?: (line: KafkaLogLine) => void;
  readonly timing?: Partial<KafkaTiming>;
}

export const DEFAULT_TIMING: KafkaTiming = {
  session: 10_000,
  heartbeat: 1000,
  rebalance: 60_000,
  request: 10_000,
  watch: 5000,
  append: 15_000,
  metadata: 30_000,
  silence: 8000,
};

export type Settings = Required<Omit<KafkaLogOptions, 'timing' | 'nodeFile'>> & {
  readonly timing: KafkaTiming;
  /** Whether no other process has our client id, so that members of this name are ours. */
  readonly isNamed: boolean;
};

/** Fills in what was left out. */
export function toSettings({
  nodeFile = null,
  clientId = 'parkpulse',
  ...options
}: KafkaLogOptions): Settings {
  const name = nodeName(nodeFile);
  return {
    clientId: name === null ? clientId : `${clientId}-${name}`,
    isNamed: name !== null,
    ssl: false,
    sasl: null,
    partitions: 6,
    compacted: [],
    clock: { now: () => Date.now() },
    onLog: () => undefined,
    ...options,
    timing: { ...DEFAULT_TIMING, ...options.timing },
  };
}
