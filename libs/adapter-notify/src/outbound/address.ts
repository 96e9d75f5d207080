import { isIP } from 'node:net';

/** An address as a number of 32 or 128 bits. */
export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/** What an address is, as far as it matters for reaching it: some are never reached, loopback only when listed. */
export type AddressClass = 'forbidden' | 'loopback' | 'ordinary';

export interface Cidr {
  readonly base: Address;
  readonly prefix: number;
}

/**
 * Reads an IPv4 or IPv6 address; null for anything else. An IPv6 form that only wraps an IPv4 address (mapped, NAT64,
 * 6to4) is read as the IPv4 address it leads to.
 */
export function parseAddress(text: string): Address | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  switch (isIP(bare)) {
    case 4:
      return { family: 4, bits: bitsOfV4(bare) };
    case 6:
      return unwrap(bitsOfV6(bare));
    default:
      return null;
  }
}

/** Reads `10.0.0.0/8` or a single address; null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const [address = '', prefix, ...rest] = text.split('/');
  const base = parseAddress(address);
  if (base === null || rest.length > 0) return null;
  const width = base.family === 4 ? 32 : 128;
  if (prefix === undefined) return { base, prefix: width };
  const bits = Number(prefix);
  return /^\d{1,3}$/.test(prefix) && bits <= width ? { base, prefix: bits } : null;
}

/** Tells whether an address lies in a range. */
export function isInCidr(address: Address, { base, prefix }: Cidr): boolean {
  if (address.family !== base.family) return false;
  const shift = BigInt((base.family === 4 ? 32 : 128) - prefix);
  return address.bits >> shift === base.bits >> shift;
}

/** Never reached: metadata services and link-local, unspecified, multicast, broadcast. */
const FORBIDDEN = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fd00:ec2::254/128',
  'ff00::/8',
].flatMap((text) => parseCidr(text) ?? []);
const LOOPBACK = ['127.0.0.0/8', '::1/128'].flatMap((text) => parseCidr(text) ?? []);

/** Tells what may be done with an address. */
export function classOf(address: Address): AddressClass {
  if (FORBIDDEN.some((range) => isInCidr(address, range))) return 'forbidden';
  return LOOPBACK.some((range) => isInCidr(address, range)) ? 'loopback' : 'ordinary';
}

function bitsOfV4(text: string): bigint {
  return text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function bitsOfV6(text: string): bigint {
  const [head = '', tail] = expandV4(text).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros: readonly string[] =
    tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

// `::ffff:127.0.0.1` ends in a dotted quad; written as two groups it reads like any other.
function expandV4(text: string): string {
  const match = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (match === null) return text;
  const bits = bitsOfV4(match[2] ?? '');
  return `${match[1] ?? ''}${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
}

function unwrap(bits: bigint): Address {
  const low = bits & 0xffff_ffffn;
  const isMapped = bits >> 32n === 0xffffn;
  const isCompatible = bits >> 32n === 0n && low > 1n;
  const isNat64 = bits >> 32n === 0x0064_ff9b_0000_0000_0000_0000n;
  if (isMapped || isCompatible || isNat64) return { family: 4, bits: low };
  if (bits >> 112n === 0x2002n) return { family: 4, bits: (bits >> 80n) & 0xffff_ffffn };
  return { family: 6, bits };
}
