export type MigrationErrorCode =
  /** A migration that was applied is not the one in this version of the code. */
  | 'MIGRATION_CHECKSUM'
  /** The database was migrated by a newer version of the code. */
  | 'SCHEMA_NEWER'
  | 'MIGRATION_FAILED';

/** The database was left as it was: the start must be refused. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';

  constructor(
    readonly code: MigrationErrorCode,
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`${code}: ${detail}`, { cause });
  }
}
