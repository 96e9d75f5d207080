import { isTimeZone } from '@parkpulse/domain';

/** How one data logger (MN) stands in the park's register. */
export interface DeviceMapping {
  readonly mn: string;
  /** The device id of the register. */
  readonly device: string;
  /** When set, frames with another PW are refused. */
  readonly password: string | null;
  /** Factor codes the device owes; null: whatever it sends, so that a code it leaves out is not missed. */
  readonly factors: readonly string[] | null;
  /** Values owed per period; null: the number of `factors`, else the distinct codes of the frame. */
  readonly expected: number | null;
  /**
   * Which commands become transmissions, with the seconds one frame covers. By default hourly data only (2061): a
   * device that sends real-time, minute, hourly and daily data would otherwise count every hour four times.
   */
  readonly periods: ReadonlyMap<string, number>;
  /** What a value without a data flag counts as. Not shown is not met: `invalid` unless the park decides otherwise. */
  readonly unflagged: 'valid' | 'invalid';
}

export interface GatewayMapping {
  readonly park: string;
  /** CloudEvents source: one feed per gateway, so that a silent device is offline and not a silent feed. */
  readonly source: string;
  readonly zone: string;
  readonly devices: ReadonlyMap<string, DeviceMapping>;
}

/** Seconds that one frame of a data command covers when the mapping does not say otherwise. */
export const COMMAND_SECONDS: Readonly<Record<string, number>> = {
  '2011': 60,
  '2051': 600,
  '2061': 3600,
  '2031': 86_400,
};

/** The answer of `readMapping`. */
export type MappingResult =
  | { readonly kind: 'mapping'; readonly mapping: GatewayMapping }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 128;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 1_000_000;
}

function isDeviceNumber(value: unknown): value is string {
  return isText(value) && /^[\w.-]{1,64}$/.test(value);
}

function isTrust(value: unknown): value is DeviceMapping['unflagged'] {
  return value === 'valid' || value === 'invalid';
}

function readPeriods(value: unknown, say: (fault: string) => void): ReadonlyMap<string, number> {
  if (value === undefined) return new Map([['2061', 3600]]);
  const periods = new Map<string, number>();
  if (!isObject(value)) say('periods must be an object such as {"2061":3600}');
  for (const [cn, seconds] of Object.entries(isObject(value) ? value : {})) {
    if (!(cn in COMMAND_SECONDS)) say(`periods: ${cn} is no data command`);
    else if (!isCount(seconds)) say(`periods: ${cn} needs whole seconds above 0`);
    else periods.set(cn, seconds);
  }
  return periods;
}

function readFactors(value: unknown, say: (fault: string) => void): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.length > 0 && value.every(isText)) return [...new Set(value)];
  say('factors must be a list of factor codes');
  return null;
}

/** The plain fields of a device entry: what holds for each, and what to say when it does not. */
const DEVICE_FIELDS: readonly {
  readonly name: string;
  readonly required: boolean;
  readonly holds: (value: unknown) => boolean;
  readonly says: string;
}[] = [
  { name: 'mn', required: true, holds: isDeviceNumber, says: 'mn must be the device number of its frames' },
  { name: 'device', required: true, holds: isText, says: 'device must be a device id of the register' },
  { name: 'password', required: false, holds: isText, says: 'password must be text' },
  { name: 'expected', required: false, holds: isCount, says: 'expected must be a whole number above 0' },
  { name: 'unflagged', required: false, holds: isTrust, says: 'unflagged must be valid or invalid' },
];
const DEVICE_KEYS = new Set([...DEVICE_FIELDS.map(({ name }) => name), 'factors', 'periods']);

function checkDevice(value: Json, say: (fault: string) => void): void {
  for (const key of Object.keys(value)) if (!DEVICE_KEYS.has(key)) say(`${key} is not known`);
  for (const { name, required, holds, says } of DEVICE_FIELDS) {
    const isAbsent = value[name] === undefined && !required;
    if (!isAbsent && !holds(value[name])) say(says);
  }
}

function readDevice(value: unknown, say: (fault: string) => void): DeviceMapping | null {
  if (!isObject(value)) {
    say('must be an object');
    return null;
  }
  checkDevice(value, say);
  const { mn, device, password, expected, unflagged, factors, periods } = value;
  return {
    mn: String(mn),
    device: String(device),
    password: isText(password) ? password : null,
    factors: readFactors(factors, say),
    expected: isCount(expected) ? expected : null,
    periods: readPeriods(periods, say),
    unflagged: unflagged === 'valid' ? 'valid' : 'invalid',
  };
}

function readDevices(list: unknown, faults: string[]): ReadonlyMap<string, DeviceMapping> {
  const devices = new Map<string, DeviceMapping>();
  if (!Array.isArray(list) || list.length === 0) faults.push('devices must list at least one device.');
  (Array.isArray(list) ? (list as unknown[]) : []).forEach((entry, index) => {
    const device = readDevice(entry, (fault) => faults.push(`devices[${index}]: ${fault}.`));
    if (device && devices.has(device.mn)) faults.push(`devices[${index}]: mn occurs twice.`);
    if (device) devices.set(device.mn, device);
  });
  return devices;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reads the mapping file: `{"source"?,"zone"?,"devices":[{"mn","device","password"?,"factors"?,"expected"?,
 * "periods"?,"unflagged"?}]}`. All faults are reported at once, as sentences that quote no password.
 */
export function readMapping(text: string, park: string): MappingResult {
  const faults: string[] = [];
  const json = readJson(text);
  if (!isObject(json)) return { kind: 'faults', faults: ['The mapping file is no JSON object.'] };
  const { source = `/${park}/hj212`, zone = 'Asia/Shanghai', devices: list } = json;
  if (!isText(source)) faults.push('source must be text.');
  if (!isText(zone) || !isTimeZone(zone)) faults.push('zone must be an IANA time zone.');
  const devices = readDevices(list, faults);
  if (faults.length > 0) return { kind: 'faults', faults };
  return { kind: 'mapping', mapping: { park, source: String(source), zone: String(zone), devices } };
}
