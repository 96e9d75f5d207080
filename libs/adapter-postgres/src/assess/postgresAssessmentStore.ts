import type { AssessmentCommit, AssessmentSession, AssessmentStore } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Database, type Transaction, statement } from '../driver/database.js';
import { AlertWork } from '../alerts/alertWork.js';
import type { BookOwner } from '../alerts/bookRows.js';
import type { Dictionary } from '../dictionary/dictionary.js';
import { LIVE_CHANNEL } from '../live/channels.js';
import { type LockedPark, assessmentSession } from './assessmentSession.js';
import { replaceLogs } from './replaceLogs.js';
import { takeTouches } from './takeTouches.js';

const DUE_PARKS = statement(
  'due-parks',
  `SELECT p.id FROM (
     SELECT park, min(touched_at) AS due FROM park_touch GROUP BY park
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
const ADD_ASSESSMENT = statement(
  'add-assessment',
  'INSERT INTO assessment (park, revision, known_from, assessed_to) VALUES ($1, $2, $3, $4)',
);
const TELL = statement('tell-revision', 'SELECT pg_notify($1, $2)');

/** Assesses one park at a time under a lock on its row. */
export class PostgresAssessmentStore implements AssessmentStore {
  constructor(
    private readonly database: Database,
    private readonly dictionary: Dictionary,
  ) {}

  async dueParks(now: Instant, limit: number): Promise<readonly string[]> {
    const rows = await this.database.rows<{ id: string }>(DUE_PARKS, [fromInstant(now), limit]);
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
  ): Promise<{ readonly revision: number; readonly changed: readonly string[] } | null> {
    return this.database.transaction(async (transaction) => {
      const [locked] = await transaction.rows<LockedPark>(LOCK_PARK, [park]);
      if (locked === undefined) return null;
      const touches = await takeTouches(transaction, locked.key);
      const alerts = new AlertWork(transaction, ownerOf(locked));
      const session = {
        ...assessmentSession(transaction, this.dictionary, locked, touches),
        alertContext: () => alerts.read(),
      };
      const commit = await work(session);
      if (commit.alerts !== null) await alerts.save(commit.alerts);
      return save(transaction, this.dictionary, locked, commit);
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
): Promise<{ readonly revision: number; readonly changed: readonly string[] }> {
  // What was believed at an instant is settled: records of a partition that lags change only what is believed from now on.
  const knownFrom = Math.max(commit.knownFrom, knownTo ?? -Infinity);
  const place = { park: key, revision: held + 1 };
  const isChanged = await replaceLogs(transaction, dictionary, place, { ...commit, knownFrom });
  const revision = isChanged ? held + 1 : held;
  const { assessedTo, nextDue, changed } = commit;
  await transaction.rows(SAVE_STATE, [key, revision, fromInstant(assessedTo), fromInstantOrNull(nextDue)]);
  if (isChanged) {
    await transaction.rows(ADD_ASSESSMENT, [key, revision, fromInstant(knownFrom), fromInstant(assessedTo)]);
    await transaction.rows(TELL, [LIVE_CHANNEL, JSON.stringify({ park: id, revision, changed })]);
  }
  return { revision, changed };
}
