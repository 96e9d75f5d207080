import type {
  AssessmentStore,
  Clock,
  EventLog,
  IdentityStore,
  IngestStore,
  LiveFeed,
  ReadModel,
  Rejections,
  Secrets,
  Settings,
} from '@parkpulse/application';
import type { EventDialect } from '@parkpulse/application';
import type { Logger } from 'pino';
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
}

/** What the controllers and the live gateway work with; Nest injects it by its class. */
export class System {
  constructor(
    readonly ports: Ports & { readonly clock: Clock; readonly secrets: Secrets; readonly rejections: Rejections },
    readonly dialect: EventDialect,
    readonly environment: Environment,
    readonly logger: Logger,
  ) {}
}
