import { Client } from 'pg';
import { Api, type ApiAnswer } from '../bench/api.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const REPORTS = 50;
const RATE = 500;
const HELD_MS = 14_000;
const PATIENCE_MS = 5000;

interface Asked {
  readonly status: number;
  readonly ms: number;
  readonly retryAfter: string | null;
}

async function timed(asking: Promise<ApiAnswer<unknown>>): Promise<Asked> {
  const start = Date.now();
  const { status, headers } = await asking;
  return { status, ms: Date.now() - start, retryAfter: headers.get('retry-after') };
}

/** Events stored a second over some seconds. */
async function storedPerSecond({ ground, database }: World, ms: number): Promise<number> {
  const count = async () => {
    const text = 'SELECT count(*)::int AS count FROM event';
    return (await ground.postgres.rows<{ count: number }>(database, text))[0]?.count ?? 0;
  };
  const [before, start] = [await count(), Date.now()];
  await sleep(ms);
  return Math.round((((await count()) - before) * 1000) / (Date.now() - start));
}

/** Fifty questions wait in the database for a table that somebody has locked; whoever asks next must not wait with them. */
async function slowReports(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '34');
  const locker = new Client({ connectionString: ground.postgres.url(world.database) });
  locker.on('error', () => undefined);
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const api = await Api.signIn(worker);
    const sending = world.send({ events: 20_000, rate: RATE });
    await sleep(4000);
    const before = await storedPerSecond(world, 8000);
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE indicator_target IN ACCESS EXCLUSIVE MODE');
    const slow = Array.from({ length: REPORTS }, () => timed(api.ask('GET', '/parks/f01/targets')));
    await sleep(500);
    const other = timed(api.ask('GET', '/parks/f02/assessment'));
    const during = await storedPerSecond(world, 8000);
    await sleep(HELD_MS - 8500);
    await locker.query('ROLLBACK');
    const [answers, next] = [await Promise.all(slow), await other];
    const after = await timed(api.ask('GET', '/parks/f02/assessment'));
    await sending;
    const findings = judge([...answers, next], { before, during });
    findings.require(after.status === 200, `afterwards the API answers ${after.status}`);
    return await standard(world, findings);
  } finally {
    await locker.end().catch(() => undefined);
    await world.close();
  }
}

function judge(
  answers: readonly Asked[],
  { before, during }: { readonly before: number; readonly during: number },
): Findings {
  const refused = answers.filter(({ status }) => status === 503);
  return new Findings()
    .note({ 'events stored a second before and meanwhile': `${before}, ${during}` })
    .require(during >= 0.9 * before, 'the ingest is slower while reports wait')
    .note({ 'refused with 503': refused.length, of: answers.length })
    .require(refused.length > 0, 'nobody was refused')
    .require(
      answers.every(({ status }) => status === 200 || status === 503),
      `answers of ${[...new Set(answers.map(({ status }) => status))].join(', ')}`,
    )
    .require(
      refused.every(({ retryAfter }) => retryAfter !== null && Number(retryAfter) <= 5),
      'a refusal without Retry-After, or with one above 5 s',
    )
    .within('longest wait for a refusal', Math.max(0, ...refused.map(({ ms }) => ms)), PATIENCE_MS);
}

export const REPORTS_ROWS: readonly FaultRow[] = [
  {
    row: '34',
    fault: `${REPORTS} slow reports hold every connection of the API`,
    required: 'the rate of the ingest is unchanged; 503 with Retry-After ≤ 5 s; std',
    run: slowReports,
  },
];
