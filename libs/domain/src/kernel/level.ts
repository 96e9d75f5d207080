/** The five levels of a tertiary indicator, lowest first (HG/T 6313-2024, 5.2.2). S1 is always attained (ruling A4). */
export const LEVELS = ['S1', 'S2', 'S3', 'S4', 'S5'] as const;

export type Level = (typeof LEVELS)[number];

/** The levels that carry clauses: every level but S1. */
export const CLAUSE_LEVELS = ['S2', 'S3', 'S4', 'S5'] as const;

export type ClauseLevel = (typeof CLAUSE_LEVELS)[number];

const RANKS: Readonly<Record<Level, number>> = { S1: 1, S2: 2, S3: 3, S4: 4, S5: 5 };

// 5.2.2 lists 0, 0.4, 0.7, 0.85 and 1; kept in hundredths so that scoring stays in integers.
const FACTORS: Readonly<Record<Level, number>> = { S1: 0, S2: 40, S3: 70, S4: 85, S5: 100 };

/** Tells whether a text is one of the five level names. */
export function isLevel(text: string): text is Level {
  return Object.hasOwn(RANKS, text);
}

/** Returns 1 for S1 up to 5 for S5. */
export function levelRank(level: Level): number {
  return RANKS[level];
}

/** Returns the level's score factor in hundredths: 0, 40, 70, 85 or 100 (5.2.2); nothing lies between (ruling A8). */
export function levelFactor(level: Level): number {
  return FACTORS[level];
}

/** Orders levels: negative when `a` is lower than `b`, 0 when equal, positive when higher. */
export function compareLevels(a: Level, b: Level): number {
  return RANKS[a] - RANKS[b];
}

/** Returns the higher of two levels. */
export function higherLevel(a: Level, b: Level): Level {
  return RANKS[a] >= RANKS[b] ? a : b;
}

/** Returns the level directly above, or S5 itself at the top. */
export function levelAbove(level: Level): Level {
  return LEVELS[RANKS[level]] ?? 'S5';
}

/** Returns the clause-bearing levels from S2 up to and including the given one; none for S1. */
export function clauseLevelsUpTo(level: Level): readonly ClauseLevel[] {
  return CLAUSE_LEVELS.slice(0, RANKS[level] - 1);
}
