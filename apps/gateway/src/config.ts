import { type DecodeOptions, LENIENT, STRICT } from './hj212/frame.js';
import { type GatewayMapping, readMapping } from './map/mapping.js';
import { SERVER_LIMITS, type ServerLimits } from './server/limits.js';

export interface GatewayConfig {
  readonly url: string;
  readonly token: string;
  readonly host: string;
  readonly port: number;
  readonly mapping: GatewayMapping;
  readonly decode: DecodeOptions;
  readonly limits: ServerLimits;
}

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: GatewayConfig }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

type Env = Readonly<Record<string, string | undefined>>;

/** The environment with its faults gathered; values of secrets never appear in a fault. */
class EnvReader {
  readonly faults: string[] = [];
  readonly #env: Env;
  readonly #readFile: (path: string) => string;

  constructor(env: Env, readFile: (path: string) => string) {
    this.#env = env;
    this.#readFile = readFile;
  }

  text(name: string, fallback: string | null): string {
    const value = this.#env[name]?.trim() ?? '';
    if (value !== '') return value;
    if (fallback === null) this.faults.push(`${name} is not set.`);
    return fallback ?? '';
  }

  number(name: string, fallback: number, least: number, most: number): number {
    const text = this.text(name, String(fallback));
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    this.faults.push(`${name} must be a whole number from ${least} to ${most}.`);
    return fallback;
  }

  file(name: string): string | null {
    const path = this.text(name, null);
    if (path === '') return null;
    try {
      return this.#readFile(path);
    } catch {
      this.faults.push(`${name} names a file that cannot be read.`);
      return null;
    }
  }

  secret(name: string): string {
    const fromFile = this.#env[`${name}_FILE`] === undefined ? null : this.file(`${name}_FILE`)?.trim();
    const value = fromFile ?? this.#env[name]?.trim() ?? '';
    if (value === '') this.faults.push(`${name} or ${name}_FILE must hold the ingest token.`);
    else if (/\s/.test(value)) this.faults.push(`${name} must not contain blanks.`);
    return value;
  }
}

function readUrl(reader: EnvReader): string {
  const text = reader.text('PARKPULSE_URL', null);
  if (text === '') return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    reader.faults.push('PARKPULSE_URL must be an http or https address.');
  } else if (url.username !== '' || url.password !== '') {
    reader.faults.push('PARKPULSE_URL must not contain a password; use PARKPULSE_TOKEN.');
  }
  return text;
}

function readPark(reader: EnvReader): string {
  const park = reader.text('GATEWAY_PARK', null);
  const isPark = park === '' || /^[a-z0-9-]{1,64}$/.test(park);
  if (!isPark) reader.faults.push('GATEWAY_PARK must be a park id ([a-z0-9-], 1 to 64 characters).');
  return park;
}

function readMappingFile(reader: EnvReader, park: string): GatewayMapping | null {
  const text = reader.file('GATEWAY_MAPPING');
  if (text === null) return null;
  const result = readMapping(text, park);
  if (result.kind === 'mapping') return result.mapping;
  reader.faults.push(...result.faults.map((fault) => `GATEWAY_MAPPING: ${fault}`));
  return null;
}

function readDecode(reader: EnvReader, zone: string): DecodeOptions {
  const mode = reader.text('GATEWAY_MODE', 'strict');
  if (mode !== 'strict' && mode !== 'lenient') reader.faults.push('GATEWAY_MODE must be strict or lenient.');
  const base = mode === 'lenient' ? LENIENT : STRICT;
  const maxDataBytes = reader.number('GATEWAY_MAX_DATA_BYTES', base.maxDataBytes, 64, 9999);
  return { ...base, zone, maxDataBytes };
}

function readLimits(reader: EnvReader): ServerLimits {
  const idleSeconds = reader.number('GATEWAY_IDLE_SECONDS', SERVER_LIMITS.idleMs / 1000, 1, 604_800);
  return {
    ...SERVER_LIMITS,
    maxConnections: reader.number('GATEWAY_MAX_CONNECTIONS', SERVER_LIMITS.maxConnections, 1, 100_000),
    idleMs: idleSeconds * 1000,
    bytesPerSecond: reader.number('GATEWAY_BYTES_PER_SECOND', SERVER_LIMITS.bytesPerSecond, 256, 1e9),
  };
}

/**
 * Reads the gateway's configuration from the environment only: PARKPULSE_URL, PARKPULSE_TOKEN or PARKPULSE_TOKEN_FILE,
 * GATEWAY_PARK, GATEWAY_MAPPING, and with defaults GATEWAY_HOST, GATEWAY_PORT, GATEWAY_MODE, GATEWAY_MAX_DATA_BYTES,
 * GATEWAY_MAX_CONNECTIONS, GATEWAY_IDLE_SECONDS and GATEWAY_BYTES_PER_SECOND. All faults come back at once.
 */
export function readConfig(env: Env, readFile: (path: string) => string): ConfigResult {
  const reader = new EnvReader(env, readFile);
  const url = readUrl(reader);
  const token = reader.secret('PARKPULSE_TOKEN');
  const host = reader.text('GATEWAY_HOST', '127.0.0.1');
  const port = reader.number('GATEWAY_PORT', 9212, 0, 65_535);
  const mapping = readMappingFile(reader, readPark(reader));
  const decode = readDecode(reader, mapping?.zone ?? STRICT.zone);
  const limits = readLimits(reader);
  if (reader.faults.length > 0 || !mapping) return { kind: 'faults', faults: reader.faults };
  return { kind: 'config', config: { url, token, host, port, mapping, decode, limits } };
}
