import { type Address, type Cidr, isInCidr, parseCidr } from './address.js';

/** What may be reached: a host, on one port or on any, or every address of a range. */
export type AllowEntry =
  | { readonly kind: 'host'; readonly host: string; readonly port: number | null }
  | { readonly kind: 'range'; readonly range: Cidr };

/** Reads `host:port`, `host`, an address, `[address]:port` or a CIDR range; null for anything else. */
export function parseAllowEntry(text: string): AllowEntry | null {
  const entry = text.trim().toLowerCase();
  if (entry.includes('/')) return rangeEntry(entry);
  const match = /^(\[[0-9a-f:.]+\]|[^:\s]+)(?::(\d{1,5}))?$/.exec(entry);
  if (match === null) return rangeEntry(entry);
  const host = (match[1] ?? '').replace(/^\[(.*)\]$/, '$1');
  const port = match[2] === undefined ? null : Number(match[2]);
  if (host === '' || (port !== null && (port < 1 || port > 65_535))) return null;
  return { kind: 'host', host, port };
}

function rangeEntry(text: string): AllowEntry | null {
  const range = parseCidr(text);
  return range === null ? null : { kind: 'range', range };
}

/** Tells whether an entry allows a host by its name, or the address it leads to. */
export function allows(entry: AllowEntry, { host, port, address }: Destination): boolean {
  if (entry.kind === 'range') return isInCidr(address, entry.range);
  return entry.host === host && (entry.port === null || entry.port === port);
}

/** Tells whether an entry speaks of this very address, not of a name that happens to lead there. */
export function names(entry: AllowEntry, { host, port, address }: Destination): boolean {
  if (entry.kind === 'range') return isInCidr(address, entry.range);
  if (entry.port !== null && entry.port !== port) return false;
  if (entry.host === 'localhost') return host === 'localhost';
  const own = parseCidr(entry.host);
  return own !== null && isInCidr(address, own);
}

/** Where a request would go: the host as written, its port, and one address it leads to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly address: Address;
}
