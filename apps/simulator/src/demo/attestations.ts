import { type Instant, type Level } from '@parkpulse/domain';
import { toTime } from '../event/cloudEvent.js';
import { DemoCalendar } from './demoCalendar.js';
import { DEMO_PARK } from './demoPark.js';

/** Body of `POST /parks/{park}/attestations`. */
export type DemoAttestation =
  | { readonly indicator: string; readonly upTo: Level; readonly from: string; readonly note: string }
  | {
      readonly clause: string;
      readonly status: 'met' | 'unmet';
      readonly from: string;
      readonly note: string;
    };

const VERIFIED = '示范数据：材料经核验 / demo: evidence verified';
const REFUTED = '示范数据：现场核查不符合 / demo: refuted on site';

/** Capability clauses verified from the beginning, by indicator; the rest of each row is open. */
const FROM_START: Readonly<Record<string, Level>> = {
  I01: 'S3',
  I02: 'S3',
  I05: 'S2',
  I06: 'S2',
  I07: 'S2',
  I08: 'S2',
  I09: 'S2',
  I10: 'S2',
  I11: 'S2',
  I12: 'S3',
  I13: 'S2',
  I14: 'S2',
  I15: 'S3',
  I16: 'S2',
  I17: 'S3',
  I18: 'S2',
  I19: 'S3',
  I20: 'S3',
  I21: 'S3',
  I22: 'S3',
  I23: 'S3',
  I24: 'S2',
  I25: 'S2',
  I26: 'S2',
  I27: 'S2',
  I28: 'S2',
  I29: 'S2',
  I30: 'S2',
  I31: 'S2',
  I32: 'S2',
  I33: 'S2',
  I34: 'S2',
  I35: 'S2',
  I36: 'S2',
  I37: 'S2',
  I39: 'S3',
  I40: 'S2',
  I41: 'S3',
  I42: 'S3',
  I43: 'S2',
  I44: 'S2',
  I45: 'S2',
};

/** Evidence that was verified later, so that the assured score has a history too. */
const LATER: readonly (readonly [indicator: string, upTo: Level, day: number])[] = [
  ['I42', 'S4', -60],
  ['I43', 'S3', -47],
  ['I08', 'S3', -34],
  ['I28', 'S3', -22],
  ['I10', 'S3', -11],
];

/** Clauses that an inspection refuted: they bound the ceiling. */
const REFUTATIONS: readonly string[] = [
  'I02.S5.c1',
  'I08.S5.c1',
  'I12.S5.c2',
  'I13.S5.c1',
  'I16.S5.c1',
  'I28.S5.c4',
  'I32.S5.c1',
  'I39.S5.c1',
  'I44.S5.c1',
];

/** The attestations of the demo park, oldest first; together with the measures they hold assured, candidate and ceiling apart. */
export function demoAttestations(anchor: Instant): readonly DemoAttestation[] {
  const calendar = new DemoCalendar(anchor, DEMO_PARK.timeZone);
  const start = toTime(calendar.historyFrom);
  const verified = Object.entries(FROM_START).map(([indicator, upTo]) => ({
    indicator,
    upTo,
    from: start,
    note: VERIFIED,
  }));
  const refuted = REFUTATIONS.map(
    (clause) => ({ clause, status: 'unmet', from: start, note: REFUTED }) as const,
  );
  const later = LATER.map(([indicator, upTo, day]) => ({
    indicator,
    upTo,
    from: toTime(calendar.at(day, 15)),
    note: VERIFIED,
  }));
  return [...verified, ...refuted, ...later];
}
