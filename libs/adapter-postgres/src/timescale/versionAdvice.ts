/** What the server and the extension say of themselves; `timescale` is null where the extension is not in use. */
export interface ServerVersions {
  /** Such as 17. */
  readonly postgres: number;
  /** Such as `2.29.2`. */
  readonly timescale: string | null;
}

interface KnownFault {
  readonly holdsFor: (postgres: number, timescale: readonly number[]) => boolean;
  readonly what: string;
  readonly fix: string;
}

const OLDEST_POSTGRES = 15;
const NEWEST_POSTGRES = 18;

/** From TimescaleDB's own change log, and seen in our tests where it says so. */
const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    holdsFor: (postgres, timescale) => postgres < 16 && isBelow(timescale, [2, 28, 3]),
    what: 'the newest TimescaleDB for PostgreSQL 15 is 2.28.3, with many corrections of wrong results',
    fix: 'install 2.28.3, then ALTER EXTENSION timescaledb UPDATE; better, move to PostgreSQL 17',
  },
  {
    holdsFor: (_postgres, timescale) => isBelow(timescale, [2, 26, 3]),
    what: 'refreshes of an aggregate that overlap can double its rows, and filled gaps are wrong where clocks change',
    fix: 'update to 2.26.3 or newer',
  },
  {
    holdsFor: (_postgres, timescale) => isBelow(timescale, [2, 26, 4]),
    what: 'after a restore no background job runs: nothing is packed or refreshed',
    fix: 'update to 2.26.4 or newer, or SELECT timescaledb_post_restore() and restart',
  },
  {
    holdsFor: (_postgres, timescale) => isBelow(timescale, [2, 29, 2]),
    what: 'SkipScan can leave out rows; ParkPulse turns it off for its own connections',
    fix: 'update to 2.29.2 or newer (PostgreSQL 16 to 18)',
  },
];

/** Names what is known to be wrong with this pair of versions, each as one line with what to do; none is good. */
export function versionAdvice({ postgres, timescale }: ServerVersions): readonly string[] {
  const pair =
    timescale === null ? `PostgreSQL ${postgres}` : `PostgreSQL ${postgres} with TimescaleDB ${timescale}`;
  const lines: string[] = [];
  if (postgres < OLDEST_POSTGRES)
    lines.push(`${pair}: too old to be tried by us; use PostgreSQL ${OLDEST_POSTGRES} to ${NEWEST_POSTGRES}`);
  if (postgres > NEWEST_POSTGRES)
    lines.push(`${pair}: newer than what was tried by us, up to PostgreSQL ${NEWEST_POSTGRES}`);
  if (timescale === null) return lines;
  const numbers = timescale.split('.').map((part) => Number.parseInt(part, 10));
  const known = KNOWN_FAULTS.filter(({ holdsFor }) => holdsFor(postgres, numbers));
  return [...lines, ...known.map(({ what, fix }) => `${pair}: ${what}; ${fix}`)];
}

function isBelow(version: readonly number[], bound: readonly number[]): boolean {
  for (const [index, least] of bound.entries()) {
    const part = version[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
