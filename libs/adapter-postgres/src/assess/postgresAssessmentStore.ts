import type { Assessed, AssessmentCommit, AssessmentSession, AssessmentStore } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Database, type Transaction, statement } from '../driver/database.js';
import { AlertWork } from '../alerts/alertWork.js';
import type { BookOwner } from '../alerts/bookRows.js';
import type { Dictionary } from '../dictionary/dictionary.js';
import { FreshFacts } from '../ingest/freshFacts.js';
import { LIVE_CHANNEL } from '../live/channels.js';
import { type LockedPark, assessmentSession } from './assessmentSession.js';
import { changesLogs, replaceLogs } from './replaceLogs.js';
import { takeNews } from './takeNews.js';

/** A park whose touches another process left is left to that one for so long: it holds the facts and need not read them. */
const GRACE = `interval '5 seconds'`;
const DUE_PARKS = statement(
  'due-parks',
  `SELECT p.id FROM (
     SELECT t.park, t.due FROM (
       SELECT park, min(touched_at) + CASE WHEN park = ANY($3) OR bool_or(commit IS NULL) THEN interval '0' ELSE ${GRACE} END AS due
       FROM park_touch GROUP BY park
     ) AS t WHERE t.due <= clock_timestamp()
     UNION ALL
     SELECT park, next_due FROM park_state WHERE next_due <= $1
   ) AS d JOIN park p ON p.key = d.park
   GROUP BY p.id ORDER BY min(d.due), p.id LIMIT $2`,
);
const NEXT_DUE = statement('next-due', 'SELECT min(next_due) AS "nextDue" FROM park_state');
const LOCK_PARK = statement(
  'lock-park',
  `SELECT p.key, p.id, p.name, p.time_zone AS "timeZone", p.created_at AS "createdAt",
     s.revision, s.assessed_to AS "assessedTo",
     (SELECT max(a.known_from) FROM assessment a WHERE a.park = p.key) AS "knownTo"
   FROM park_state s JOIN park p ON p.key = s.park WHERE p.id = $1 FOR NO KEY UPDATE OF s SKIP LOCKED`,
);
const SAVE_STATE = statement(
  'save-park-state',
  'UPDATE park_state SET revision = $2, assessed_to = $3, next_due = $4 WHERE park = $1',
);
// The three that follow on every change, in one journey to the database.
const SAVE_REVISION = statement(
  'save-revision',
  `WITH state AS (UPDATE park_state SET revision = $2, assessed_to = $3, next_due = $4 WHERE park = $1),
     added AS (INSERT INTO assessment (park, revision, known_from, assessed_to) VALUES ($1, $2, $5, $3))
   SELECT pg_notify($6, $7)`,
);

/** Assesses one park at a time under a lock on its row. */
export class PostgresAssessmentStore implements AssessmentStore {
  constructor(
    private readonly database: Database,
    private readonly dictionary: Dictionary,
    private readonly freshFacts: FreshFacts = new FreshFacts(),
  ) {}

  async dueParks(now: Instant, limit: number): Promise<readonly string[]> {
    const rows = await this.database.rows<{ id: string }>(DUE_PARKS, [
      fromInstant(now),
      limit,
      this.freshFacts.parks(),
    ]);
    return rows.map(({ id }) => id);
  }

  async nextDue(): Promise<Instant | null> {
    const [row] = await this.database.rows<{ nextDue: Instant | null }>(NEXT_DUE);
    return row?.nextDue ?? null;
  }

  // One snapshot for touches and facts: what is committed meanwhile is wholly for the next assessment.
  assess(
    park: string,
    work: (session: AssessmentSession) => Promise<AssessmentCommit>,
  ): Promise<Assessed | null> {
    return this.database.transaction(async (transaction) => {
      const [locked] = await transaction.rows<LockedPark>(LOCK_PARK, [park]);
      if (locked === undefined) return null;
      const [news, alerts] = await Promise.all([
        takeNews(transaction, locked.key, this.freshFacts),
        AlertWork.read(transaction, ownerOf(locked)),
      ]);
      const session = {
        ...assessmentSession(transaction, this.dictionary, locked, news),
        alertContext: alerts.context,
      };
      const commit = await work(session);
      const [saved] = await Promise.all([
        save(transaction, this.dictionary, locked, commit),
        alerts.save(commit.alerts),
      ]);
      return saved;
    }, 'REPEATABLE READ');
  }
}

function ownerOf({ key, id, name, timeZone }: LockedPark): BookOwner {
  return { key, park: { id, name }, zone: timeZone };
}

async function save(
  transaction: Transaction,
  dictionary: Dictionary,
  { key, id, revision: held, knownTo }: LockedPark,
  commit: AssessmentCommit,
): Promise<Assessed> {
  // What was believed at an instant is settled: records of a partition that lags change only what is believed from now on.
  const knownFrom = Math.max(commit.knownFrom, knownTo ?? -Infinity);
  const place = { park: key, revision: held + 1 };
  const isChanged = changesLogs(commit);
  const revision = isChanged ? held + 1 : held;
  const { assessedTo, nextDue, changed } = commit;
  const state = [key, revision, fromInstant(assessedTo), fromInstantOrNull(nextDue)];
  if (!isChanged) await transaction.rows(SAVE_STATE, state);
  else {
    const message = JSON.stringify({ park: id, revision, changed });
    await Promise.all([
      replaceLogs(transaction, dictionary, place, { ...commit, knownFrom }),
      transaction.rows(SAVE_REVISION, [...state, fromInstant(knownFrom), LIVE_CHANNEL, message]),
    ]);
  }
  return { revision, changed, knownFrom };
}
