import {
  type AlertFeed,
  type AlertHistory,
  type AlertPublications,
  type AlertSettings,
  type AlertStore,
  type AssessmentRules,
  type ChannelStore,
  type DeadManStore,
  type MessageRetention,
  type Notifier,
  type Outbox,
  type AssessmentStore,
  type Clock,
  type EventDialect,
  type EventLog,
  type IdentityStore,
  type IngestStore,
  type LiveFeed,
  type PublicationStore,
  type ReadModel,
  type Rejections,
  type Secrets,
  type Settings,
  type StatementStore,
  type TargetStore,
  type WallStore,
  feedsOf,
} from '@parkpulse/application';
import type { FeedsAnswer } from '@parkpulse/contracts';
import type { Logger } from 'pino';
import type { Provenance } from '../demo/provenance.js';
import type { Environment } from '../config/env.js';

/** Every port filled, whichever adapters stand behind it. */
export interface Ports {
  readonly log: EventLog;
  readonly ingest: IngestStore;
  readonly assessments: AssessmentStore;
  readonly read: ReadModel;
  readonly settings: Settings;
  readonly identity: IdentityStore;
  readonly live: LiveFeed;
  readonly publications: PublicationStore;
  readonly walls: WallStore;
  readonly targets: TargetStore;
  readonly statements: StatementStore;
  readonly alerts: AlertStore;
  readonly channels: ChannelStore;
  readonly outbox: Outbox;
  readonly messageRetention: MessageRetention;
  readonly alertFeed: AlertFeed & { onQueued(wake: () => void): Promise<{ stop(): Promise<void> }> };
  readonly alertPublications: AlertPublications;
  readonly alertSettings: AlertSettings;
  readonly alertHistory: AlertHistory;
  readonly deadMan: DeadManStore;
}

export interface SystemParts {
  readonly ports: Ports & {
    readonly clock: Clock;
    readonly secrets: Secrets;
    readonly rejections: Rejections;
    readonly notifier: Notifier;
  };
  readonly rules: AssessmentRules;
  readonly dialect: EventDialect;
  readonly provenance: Provenance;
  readonly environment: Environment;
  readonly logger: Logger;
}

/** What the controllers and the live gateway work with; Nest injects it by its class. */
export class System {
  readonly ports: SystemParts['ports'];
  readonly rules: AssessmentRules;
  readonly dialect: EventDialect;
  readonly provenance: Provenance;
  readonly environment: Environment;
  readonly logger: Logger;
  /** To be called when a setting changed what parks are assessed by: whoever assesses looks at once. */
  touched: () => void = () => undefined;

  constructor({ ports, rules, dialect, provenance, environment, logger }: SystemParts) {
    this.ports = ports;
    this.rules = rules;
    this.dialect = dialect;
    this.provenance = provenance;
    this.environment = environment;
    this.logger = logger;
  }

  /** Who feeds a park and what waits, asked of the log and the store together. */
  feeds(park: string): Promise<FeedsAnswer> {
    const { read, log, ingest, clock } = this.ports;
    return feedsOf({ read, log, store: ingest, topics: this.incomingTopics }, park, clock.now());
  }

  /** Records that the log holds and the store has not taken yet. */
  async unread(): Promise<number> {
    const { log, ingest } = this.ports;
    const keyOf = ({ topicId, partition }: Place): string => `${topicId}/${partition}`;
    const stored = new Map((await ingest.storedOffsets()).map((each) => [keyOf(each), each.nextOffset]));
    const ends = await log.ends(this.incomingTopics);
    return ends.reduce((sum, each) => sum + Math.max(0, each.end - (stored.get(keyOf(each)) ?? 0)), 0);
  }

  private get incomingTopics(): readonly string[] {
    const { measures, devices, submissions, registry } = this.dialect.topics;
    return [measures, devices, submissions, registry];
  }
}

interface Place {
  readonly topicId: string;
  readonly partition: number;
}
