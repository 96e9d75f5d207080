import { FULL, startServer } from '../contenders.js';
import type { Child } from '../children.js';
import { runName, settle, watch } from '../contest.js';
import type { BenchDatabase, Ground } from '../ground.js';
import { type LoadPlan, fillTopics, sendPaced, spanOf } from '../load.js';
import { Session } from '../session.js';

const PER_EVENT = 100;
/** Events that can follow the burst before the load has caught up with the clock. */
const MOST_EVENTS = 80_000;
const MARGIN_MS = 10 * 60_000;

export interface HalfSpeed<Answer> {
  readonly answer: Answer;
  /** Readings a second that the service takes at full speed, and that it stored while it was asked. */
  readonly full: number;
  readonly stored: number;
}

/**
 * Runs the service as a cluster, one process for questions and two that ingest and assess, lets it work off a burst of so many
 * events to see what it can, and asks it while half of that comes in. Fails when a reading is lost or doubled.
 */
export async function atHalfSpeed<Answer>(
  ground: Ground,
  database: BenchDatabase,
  burst: number,
  ask: (session: Session) => Promise<Answer>,
): Promise<HalfSpeed<Answer>> {
  const plan = planOf(burst);
  await fillTopics(ground.kafka.bootstrap, plan);
  const before = await countReadings(ground, database);
  const children: Child[] = [];
  try {
    const web = await startWeb(ground, database, plan);
    children.push(web);
    children.push(...(await FULL.start(ground, database, plan)));
    const full = await watch(ground, database, { contender: FULL, plan, children });
    await settle(ground, database);
    const session = await Session.open(web);
    const { answer, stored, sent } = await askWhileFed(ground, database, plan, {
      perSecond: full / 2 / PER_EVENT,
      ask: () => ask(session),
    });
    await watch(ground, database, { contender: FULL, plan: { ...plan, events: sent }, children });
    const held = (await countReadings(ground, database)) - before;
    if (held !== sent * PER_EVENT)
      throw new Error(`LOST OR DOUBLED: ${held} readings, not ${sent * PER_EVENT}`);
    return { answer, full, stored };
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

function startWeb(ground: Ground, { url }: BenchDatabase, { prefix }: LoadPlan): Promise<Child> {
  return startServer({
    PARKPULSE_ROLE: 'web',
    DATABASE_URL: url,
    KAFKA_BROKERS: ground.kafka.bootstrap,
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: runName('web'),
  });
}

function planOf(burst: number): LoadPlan {
  const span = spanOf(burst + MOST_EVENTS, PER_EVENT);
  return {
    prefix: `${runName('half')}.`,
    ...{ events: burst, perEvent: PER_EVENT, resendEvery: 0, values: 'steady' },
    from: Math.floor((Date.now() - span - MARGIN_MS) / 60_000) * 60_000,
  };
}

interface Feeding<Answer> {
  readonly perSecond: number;
  readonly ask: () => Promise<Answer>;
}

async function askWhileFed<Answer>(
  ground: Ground,
  database: BenchDatabase,
  plan: LoadPlan,
  { perSecond, ask }: Feeding<Answer>,
): Promise<{ readonly answer: Answer; readonly stored: number; readonly sent: number }> {
  const stop = new AbortController();
  const more = { ...plan, events: plan.events + MOST_EVENTS };
  const pace = { first: plan.events, perSecond, until: stop.signal };
  const feeding = sendPaced(ground.kafka.bootstrap, more, pace);
  // Awaited only at the end: a failure before that must not end the process.
  feeding.catch(() => undefined);
  try {
    const [begun, first] = [performance.now(), await countReadings(ground, database)];
    const answer = await ask();
    const stored = (await countReadings(ground, database)) - first;
    const seconds = (performance.now() - begun) / 1000;
    stop.abort();
    const sent = await feeding;
    if (sent === more.events) throw new Error('the load ended before the questions');
    return { answer, stored: stored / seconds, sent };
  } finally {
    stop.abort();
    await feeding;
  }
}

async function countReadings(ground: Ground, database: BenchDatabase): Promise<number> {
  const [row] = await ground.rows<{ n: number }>(database, 'SELECT count(*)::int AS n FROM reading');
  return row?.n ?? 0;
}
