import type { Instant } from '@parkpulse/domain';

export interface AccountRecord {
  readonly id: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly role: 'admin' | 'operator' | 'viewer';
  readonly disabled: boolean;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ('ingest' | 'read')[];
  readonly park: string | null;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly createdBy: string;
}

export interface SessionRecord {
  readonly id: string;
  readonly account: AccountRecord;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** Accounts, sessions and tokens; only hashes are stored, secrets are shown once by the use case that mints them. */
export interface IdentityStore {
  accountByName(username: string): Promise<AccountRecord | null>;
  countAccounts(): Promise<number>;
  /** Null when the name is taken. */
  addAccount(account: Omit<AccountRecord, 'id'>): Promise<AccountRecord | null>;
  addSession(hash: Uint8Array, account: string, createdAt: Instant, expiresAt: Instant): Promise<void>;
  sessionByHash(hash: Uint8Array, now: Instant, idleSeconds: number): Promise<SessionRecord | null>;
  removeSession(hash: Uint8Array): Promise<void>;
  addToken(hash: Uint8Array, token: Omit<TokenRecord, 'id' | 'lastUsedAt'>): Promise<TokenRecord>;
  tokenByHash(hash: Uint8Array, now: Instant): Promise<TokenRecord | null>;
  tokens(): Promise<readonly TokenRecord[]>;
  removeToken(id: string): Promise<boolean>;
  audit(entry: {
    readonly at: Instant;
    readonly actor: string;
    readonly action: string;
    readonly park: string | null;
    readonly detail: unknown;
  }): Promise<void>;
}
