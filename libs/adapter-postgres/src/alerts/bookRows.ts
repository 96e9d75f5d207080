import {
  type Alert,
  type AlertBook,
  type AlertMatcher,
  DEFAULT_NOTICE_POLICY,
  type Instant,
  NO_MEMORY,
  NO_NOTICES,
  type NoticeChannel,
  type NoticePolicy,
  type NoticeState,
  type RuleMemory,
  type Shift,
  type Silence,
} from '@parkpulse/domain';

/** The book of the system itself is kept under this number. */
export const SYSTEM = 0;

/** The park a book belongs to. */
export interface BookOwner {
  readonly key: number;
  /** Null for the system itself. */
  readonly park: { readonly id: string; readonly name: string } | null;
  readonly zone: string;
}

export interface BookRow {
  readonly serial: number;
  readonly memory: string;
  readonly notices: string;
  readonly nextDue: Instant | null;
  readonly timers: string;
}

export interface SilenceRow extends Omit<Silence, 'id' | 'matcher'> {
  readonly id: number;
  readonly matcher: string;
}

export interface SettingRow {
  readonly policy: string;
  readonly shifts: string;
}

/** The rows a book is made of. */
export interface BookParts {
  readonly book: BookRow | null;
  readonly alerts: readonly { readonly state: string }[];
  readonly system: readonly { readonly state: string }[];
  readonly silences: readonly SilenceRow[];
  readonly channels: readonly NoticeChannel[];
  readonly setting: SettingRow | null;
}

/** Makes a book of its rows. Memory written by an older version takes the defaults for what it did not know. */
export function toBook({ key, park, zone }: BookOwner, parts: BookParts): AlertBook {
  const { book, setting } = parts;
  return {
    park,
    zone,
    prefix: String(key),
    serial: book?.serial ?? 0,
    alerts: parts.alerts.map(toAlert),
    memory: { ...NO_MEMORY, ...parse<Partial<RuleMemory>>(book?.memory) },
    notices: { ...NO_NOTICES, ...parse<Partial<NoticeState>>(book?.notices) },
    silences: parts.silences.map(toSilence),
    channels: parts.channels,
    shifts: setting === null ? [] : parse<readonly Shift[]>(setting.shifts),
    policy: { ...DEFAULT_NOTICE_POLICY, ...parse<Partial<NoticePolicy>>(setting?.policy) },
    system: parts.system.map(toAlert),
    nextDue: book?.nextDue ?? null,
  };
}

export function toAlert({ state }: { readonly state: string }): Alert {
  return JSON.parse(state) as Alert;
}

export function toSilence({ id, matcher, ...rest }: SilenceRow): Silence {
  return { ...rest, id: String(id), matcher: JSON.parse(matcher) as AlertMatcher };
}

function parse<Value>(text: string | undefined): Value {
  return JSON.parse(text ?? '{}') as Value;
}
