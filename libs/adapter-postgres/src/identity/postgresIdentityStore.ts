import type { AccountRecord, IdentityStore, SessionRecord, TokenRecord } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';
import { isKey } from '../read/deadLetterRecords.js';
import { addAuditEntry } from './auditChain.js';

const ACCOUNT_COLUMNS = 'a.id::text, a.username, a.password_hash AS "passwordHash", a.role, a.disabled';
const TOKEN_COLUMNS = `id::text, name, scopes, park, created_at AS "createdAt", last_used_at AS "lastUsedAt",
  created_by AS "createdBy"`;
/** A use is written down at most this often: knowing the minute is enough, and reading stays reading. */
const USE_INTERVAL = '60 seconds';
const MOST_SESSIONS = 5;

const ACCOUNT = statement('account-by-name', `SELECT ${ACCOUNT_COLUMNS} FROM account a WHERE username = $1`);
const COUNT_ACCOUNTS = statement('count-accounts', 'SELECT count(*) AS count FROM account');
const ADD_ACCOUNT = statement(
  'add-account',
  `INSERT INTO account AS a (username, password_hash, role, disabled) VALUES ($1, $2, $3, $4)
   ON CONFLICT (username) DO NOTHING RETURNING ${ACCOUNT_COLUMNS}`,
);
// Ended sessions go, and of the living ones an account keeps its newest.
const ADD_SESSION = statement(
  'add-session',
  `WITH gone AS (
     DELETE FROM session WHERE expires_at <= $3 OR hash IN (
       SELECT hash FROM session WHERE account = $2 ORDER BY created_at DESC, id DESC OFFSET ${MOST_SESSIONS - 1})
   )
   INSERT INTO session (hash, account, created_at, expires_at, seen_at) VALUES ($1, $2, $3, $4, $3)`,
);
const SESSION = statement(
  'session-by-hash',
  `WITH seen AS (
     UPDATE session SET seen_at = $2
     WHERE hash = $1 AND seen_at < $2::timestamptz - interval '${USE_INTERVAL}'
       AND seen_at > $2::timestamptz - make_interval(secs => $3) AND expires_at > $2
   )
   SELECT s.id::text AS session, s.created_at AS "createdAt", s.expires_at AS "expiresAt", ${ACCOUNT_COLUMNS}
   FROM session s JOIN account a ON a.id = s.account
   WHERE s.hash = $1 AND s.expires_at > $2 AND s.seen_at > $2::timestamptz - make_interval(secs => $3) AND NOT a.disabled`,
);
const REMOVE_SESSION = statement('remove-session', 'DELETE FROM session WHERE hash = $1');
const ADD_TOKEN = statement(
  'add-token',
  `INSERT INTO token (hash, name, scopes, park, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6)
   RETURNING ${TOKEN_COLUMNS}`,
);
const TOKEN = statement(
  'token-by-hash',
  `WITH used AS (
     UPDATE token SET last_used_at = $2
     WHERE hash = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '${USE_INTERVAL}')
   )
   SELECT ${TOKEN_COLUMNS} FROM token WHERE hash = $1`,
);
const TOKENS = statement('tokens', `SELECT ${TOKEN_COLUMNS} FROM token ORDER BY token.id`);
const REMOVE_TOKEN = statement('remove-token', 'DELETE FROM token WHERE id = $1 RETURNING id');

interface SessionRow extends AccountRecord {
  readonly session: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** Accounts, sessions, tokens and the audit trail; secrets only as digests. */
export class PostgresIdentityStore implements IdentityStore {
  constructor(private readonly database: Database) {}

  async accountByName(username: string): Promise<AccountRecord | null> {
    const [account = null] = await this.database.rows<AccountRecord>(ACCOUNT, [
      username.replaceAll('\0', '\uFFFD'),
    ]);
    return account;
  }

  async countAccounts(): Promise<number> {
    const [row] = await this.database.rows<{ count: number }>(COUNT_ACCOUNTS);
    return row?.count ?? 0;
  }

  async addAccount({
    username,
    passwordHash,
    role,
    disabled,
  }: Omit<AccountRecord, 'id'>): Promise<AccountRecord | null> {
    const [account] = await this.database.rows<AccountRecord>(ADD_ACCOUNT, [
      username,
      passwordHash,
      role,
      disabled,
    ]);
    return account ?? null;
  }

  async addSession(hash: Uint8Array, account: string, createdAt: Instant, expiresAt: Instant): Promise<void> {
    await this.database.rows(ADD_SESSION, [
      Buffer.from(hash),
      account,
      fromInstant(createdAt),
      fromInstant(expiresAt),
    ]);
  }

  async sessionByHash(hash: Uint8Array, now: Instant, idleSeconds: number): Promise<SessionRecord | null> {
    const [row] = await this.database.rows<SessionRow>(SESSION, [
      Buffer.from(hash),
      fromInstant(now),
      idleSeconds,
    ]);
    if (row === undefined) return null;
    const { session, createdAt, expiresAt, ...account } = row;
    return { id: session, account, createdAt, expiresAt };
  }

  async removeSession(hash: Uint8Array): Promise<void> {
    await this.database.rows(REMOVE_SESSION, [Buffer.from(hash)]);
  }

  async addToken(hash: Uint8Array, token: Omit<TokenRecord, 'id' | 'lastUsedAt'>): Promise<TokenRecord> {
    const { name, scopes, park, createdAt, createdBy } = token;
    const values = [Buffer.from(hash), name, scopes, park, fromInstant(createdAt), createdBy];
    const [added] = await this.database.rows<TokenRecord>(ADD_TOKEN, values);
    if (added === undefined) throw new Error('the token was not added');
    return added;
  }

  async tokenByHash(hash: Uint8Array, now: Instant): Promise<TokenRecord | null> {
    const [token = null] = await this.database.rows<TokenRecord>(TOKEN, [
      Buffer.from(hash),
      fromInstant(now),
    ]);
    return token;
  }

  tokens(): Promise<readonly TokenRecord[]> {
    return this.database.rows<TokenRecord>(TOKENS);
  }

  async removeToken(id: string): Promise<boolean> {
    if (!isKey(id)) return false;
    return (await this.database.rows(REMOVE_TOKEN, [id])).length > 0;
  }

  audit(entry: Parameters<IdentityStore['audit']>[0]): Promise<void> {
    return addAuditEntry(this.database, entry);
  }
}
