import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { classOf, parseAddress } from './address.js';
import { type AllowEntry, type Destination, allows, names, parseAllowEntry } from './allowList.js';

/** A destination that may be reached, by the very address that was checked. */
export interface Clearance {
  readonly kind: 'clear';
  readonly url: URL;
  /** The host for `Host`, TLS names and certificates; connections go to `address`. */
  readonly host: string;
  readonly port: number;
  readonly address: string;
  readonly family: 4 | 6;
}

export type Outcome =
  | Clearance
  | { readonly kind: 'refused'; readonly why: Refusal }
  | { readonly kind: 'unresolved'; readonly code: string };

/** Why a URL may not be reached. */
export type Refusal =
  'scheme' | 'spelling' | 'credentials' | 'forbidden' | 'loopback' | 'own_port' | 'not_listed';

export interface GuardOptions {
  /** Entries of PARKPULSE_OUTBOUND_ALLOW. */
  readonly allow: readonly string[];
  /** Entries an administrator has added, asked for each time. */
  readonly adminList: () => Promise<readonly string[]>;
  /** Ports of this system on loopback: never a channel's. */
  readonly ownPorts: readonly number[];
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'smtp:': 25,
  'smtps:': 465,
};
const RESOLVE_MS = 5000;

/**
 * Decides whether a URL may be reached: only what is listed, never metadata services or link-local addresses, loopback only
 * when listed as such. The name is resolved once and every address it has must pass; the one that is used is pinned.
 */
export class OutboundGuard {
  private readonly fixed: readonly AllowEntry[];

  constructor(private readonly options: GuardOptions) {
    this.fixed = options.allow.flatMap((entry) => parseAllowEntry(entry) ?? []);
  }

  async check(text: string): Promise<Outcome> {
    const parsed = parseUrl(text);
    if (typeof parsed === 'string') return { kind: 'refused', why: parsed };
    const { url, host, port } = parsed;
    const entries = [...this.fixed, ...(await this.adminEntries())];
    // A name nobody listed is not even looked up, unless a range could allow where it leads.
    if (!couldAllow(entries, host, port)) return { kind: 'refused', why: 'not_listed' };
    const texts = await this.addressesOf(host);
    if (typeof texts === 'string') return { kind: 'unresolved', code: texts };
    for (const address of texts) {
      const why = this.refusalOf(entries, { host, port, text: address });
      if (why !== null) return { kind: 'refused', why };
    }
    const [address = ''] = texts;
    return { kind: 'clear', url, host, port, address, family: isIP(address) === 6 ? 6 : 4 };
  }

  private refusalOf(
    entries: readonly AllowEntry[],
    { host, port, text }: { readonly host: string; readonly port: number; readonly text: string },
  ): Refusal | null {
    const address = parseAddress(text);
    if (address === null) return 'spelling';
    const destination: Destination = { host, port, address };
    const sort = classOf(address);
    if (sort === 'forbidden') return 'forbidden';
    if (sort === 'loopback') {
      if (this.options.ownPorts.includes(port)) return 'own_port';
      return entries.some((entry) => names(entry, destination)) ? null : 'loopback';
    }
    return entries.some((entry) => allows(entry, destination)) ? null : 'not_listed';
  }

  private async adminEntries(): Promise<readonly AllowEntry[]> {
    return (await this.options.adminList()).flatMap((entry) => parseAllowEntry(entry) ?? []);
  }

  private async addressesOf(host: string): Promise<readonly string[] | string> {
    if (isIP(host) !== 0) return [host];
    try {
      const resolve = this.options.resolve ?? resolveAll;
      const found = await withTimeout(resolve(host));
      return found.length > 0 ? found : 'ENOTFOUND';
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code ?? 'EAI_FAIL';
    }
  }
}

async function resolveAll(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function withTimeout<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('the name was not resolved in time'), { code: 'ETIMEOUT' })),
      RESOLVE_MS,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

interface ParsedUrl {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
}

function parseUrl(text: string): ParsedUrl | Refusal {
  if (!URL.canParse(text)) return 'spelling';
  const url = new URL(text);
  const defaultPort = DEFAULT_PORTS[url.protocol];
  if (defaultPort === undefined) return 'scheme';
  const isMail = url.protocol.startsWith('smtp');
  if (!isMail && (url.username !== '' || url.password !== '')) return 'credentials';
  const host = url.hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  if (host === '' || !isWrittenPlainly(text, url)) return 'spelling';
  return { url, host, port: url.port === '' ? defaultPort : Number(url.port) };
}

// `http://2130706433/` and `http://0x7f.1/` are 127.0.0.1 in disguise: an address must be written as one.
function isWrittenPlainly(text: string, { hostname }: URL): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) === 0) return !/^[\d.]+$/.test(bare) && !/^0x/i.test(bare);
  const address = parseAddress(bare);
  // An IPv6 address that wraps an IPv4 one is a disguise as well.
  if (isIP(bare) === 6 && address?.family === 4) return false;
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text.trim())?.[1] ?? '';
  const written = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  return isIP(bare) === 6 || written === bare;
}

function couldAllow(entries: readonly AllowEntry[], host: string, port: number): boolean {
  return entries.some((entry) => {
    if (entry.kind === 'range') return true;
    return isIP(host) !== 0 || (entry.host === host && (entry.port === null || entry.port === port));
  });
}
