export type EmbeddedErrorCode =
  /** Another live process works on this directory. */
  | 'DATA_DIR_LOCKED'
  /** The directory cannot be made, written, or reached by the account the server runs as. */
  | 'DATA_DIR_UNUSABLE'
  /** No PostgreSQL comes with this platform's npm package. */
  | 'PG_BINARIES_MISSING'
  | 'PG_BINARIES_UNUSABLE'
  /** We are root, PostgreSQL refuses to be, and no other account is there or can be made. */
  | 'PG_ACCOUNT_MISSING'
  | 'PG_INIT_FAILED'
  /** The directory was made by another major version of PostgreSQL. */
  | 'PG_VERSION_MISMATCH'
  | 'PG_START_FAILED';

/** The embedded server could not be started; `detail` says why in one sentence an operator can act on. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedErrorCode,
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`${code}: ${detail}`, { cause });
  }
}
