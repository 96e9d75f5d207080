import type { ClauseLevel } from '../kernel/level.js';

/** Tertiary indicators; the number is the standard's own serial number (Table 1). */
export const INDICATOR_IDS = [
  'I01',
  'I02',
  'I03',
  'I04',
  'I05',
  'I06',
  'I07',
  'I08',
  'I09',
  'I10',
  'I11',
  'I12',
  'I13',
  'I14',
  'I15',
  'I16',
  'I17',
  'I18',
  'I19',
  'I20',
  'I21',
  'I22',
  'I23',
  'I24',
  'I25',
  'I26',
  'I27',
  'I28',
  'I29',
  'I30',
  'I31',
  'I32',
  'I33',
  'I34',
  'I35',
  'I36',
  'I37',
  'I38',
  'I39',
  'I40',
  'I41',
  'I42',
  'I43',
  'I44',
  'I45',
  'I46',
] as const;

/** Secondary indicators in Table 1's order. */
export const SECONDARY_IDS = [
  'Q01',
  'Q02',
  'Q03',
  'Q04',
  'Q05',
  'Q06',
  'Q07',
  'Q08',
  'Q09',
  'Q10',
  'Q11',
  'Q12',
  'Q13',
  'Q14',
  'Q15',
  'Q16',
  'Q17',
] as const;

/** Primary indicators in Table 1's order. */
export const PRIMARY_IDS = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'] as const;

export type IndicatorId = (typeof INDICATOR_IDS)[number];
export type SecondaryId = (typeof SECONDARY_IDS)[number];
export type PrimaryId = (typeof PRIMARY_IDS)[number];

/** A clause: `I10.S3.m1` is the first measure clause of S3 of indicator 10, `I10.S3.c2` its second capability clause. */
export type ClauseId = `${IndicatorId}.${ClauseLevel}.${'m' | 'c'}${number}`;

const CLAUSE_ID = /^(I\d{2})\.(S[2-5])\.([mc])([1-9]\d?)$/;
const indicatorIds: ReadonlySet<string> = new Set(INDICATOR_IDS);

/** Names the indicator, level and kind that a clause id is made of. */
export interface ClauseAddress {
  readonly indicator: IndicatorId;
  readonly level: ClauseLevel;
  readonly kind: 'measure' | 'capability';
}

/** Takes a clause id apart. */
export function clauseAddress(id: ClauseId): ClauseAddress {
  const [indicator, level, name] = id.split('.') as [IndicatorId, ClauseLevel, string];
  return { indicator, level, kind: name.startsWith('m') ? 'measure' : 'capability' };
}

/** Tells whether a text is the id of a tertiary indicator. */
export function isIndicatorId(text: string): text is IndicatorId {
  return indicatorIds.has(text);
}

/** Tells whether a text has the form of a clause id of an existing indicator; whether the clause exists, the standard knows. */
export function isClauseId(text: string): text is ClauseId {
  const match = CLAUSE_ID.exec(text);
  return match !== null && indicatorIds.has(match[1] ?? '');
}
