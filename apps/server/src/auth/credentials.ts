import type { IncomingMessage } from 'node:http';
import type { Credential } from '@parkpulse/application';

const LONGEST_SECRET = 200;

/** Names and attributes of the session cookie. Under https it is bound to our host and never sent in the clear. */
export class SessionCookie {
  readonly name: string;

  constructor(private readonly isHttps: boolean) {
    this.name = isHttps ? '__Host-parkpulse' : 'parkpulse';
  }

  set(secret: string, maxAgeSeconds: number): string {
    return `${this.name}=${secret}; Max-Age=${maxAgeSeconds}; ${this.attributes()}`;
  }

  clear(): string {
    return `${this.name}=; Max-Age=0; ${this.attributes()}`;
  }

  private attributes(): string {
    return `Path=/; HttpOnly; SameSite=Strict${this.isHttps ? '; Secure' : ''}`;
  }
}

/** Reads the bearer token, else the session cookie. With an `Authorization` header the cookie does not count. */
export function credentialOf(headers: IncomingMessage['headers'], cookie: SessionCookie): Credential {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const secret = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization)?.[1];
    return secret === undefined || secret.length > LONGEST_SECRET
      ? { kind: 'none' }
      : { kind: 'token', secret };
  }
  const secret = cookieValue(headers.cookie, cookie.name);
  return secret === null ? { kind: 'none' } : { kind: 'session', secret };
}

function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const mark = pair.indexOf('=');
    if (mark < 0 || pair.slice(0, mark).trim() !== name) continue;
    const value = pair.slice(mark + 1).trim();
    return value === '' || value.length > LONGEST_SECRET ? null : value;
  }
  return null;
}
