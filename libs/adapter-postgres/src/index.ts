export { type SecretBox, aesSecretBox } from './alerts/secretBox.js';
export { type Fault, classify } from './driver/classify.js';
export { EmbeddedPostgresError, type EmbeddedErrorCode } from './embedded/embeddedError.js';
export {
  type EmbeddedEvent,
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from './embedded/startEmbedded.js';
export { MigrationError, type MigrationErrorCode } from './migrate/migrationError.js';
export { type MigrationReport } from './migrate/migrate.js';
export {
  type ConnectionParts,
  type EmbeddedEventLog,
  type Postgres,
  type PostgresOptions,
  openPostgres,
} from './openPostgres.js';
export { type TestDatabase, type TestServerKind, testDatabase } from './testing/testDatabase.js';
