import { AlertWorld, DWELL_MS, MEASURE, PARK, type StoredAlert } from '../bench/alertWorld.js';
import { produce, toMessage } from '../bench/produce.js';
import { sleep } from '../bench/postgresServer.js';
import { Receiver } from '../bench/receiver.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Ground } from '../bench/world.js';

const HOLD_MS = 40_000;
/** One evaluation, and the start of a process. */
const LATEST_MS = 15_000;
const MINUTE = 60_000;
const LEAST_SILENCE_MS = 5 * MINUTE;

const regressions = (alerts: readonly StoredAlert[]) => alerts.filter(({ rule }) => rule === 'A01');

/** Messages about the level; its fall costs points too, which is an alert of its own. */
const aboutLevels = ({ taken }: Receiver) => taken.filter(({ body }) => body.includes('"rule":"A01"'));

/** The rules of alerts, in order; a level that falls costs points too, which is an alert of its own. */
const rulesOf = (alerts: readonly StoredAlert[]) => alerts.map(({ rule }) => rule).sort();

async function sleepUntil(instant: number): Promise<void> {
  await sleep(Math.max(0, instant - Date.now()));
}

/** Kills the process at nine tenths of a wait and gives back when it was to end, by event time. */
async function killNearEnd(bench: AlertWorld, from: number): Promise<number> {
  await sleepUntil(from + 0.9 * HOLD_MS);
  bench.worker.signal('SIGKILL');
  return from + HOLD_MS;
}

/** The alert waits for its hold, the process dies near its end; then the same while it keeps firing. */
async function restartedPending(ground: Ground): Promise<Outcome> {
  const receiver = await Receiver.open();
  const bench = await AlertWorld.open(ground, '48', { ports: [receiver.port] });
  receiver.ledger = bench.ledger;
  try {
    const hold = { forSeconds: HOLD_MS / 1000, recoverForSeconds: 0, keepFiringSeconds: HOLD_MS / 1000 };
    await bench.policy({
      groupWaitSeconds: 0,
      groupIntervalSeconds: 10,
      quietHours: null,
      holds: { A01: hold },
    });
    await bench.channel('duty', `http://127.0.0.1:${receiver.port}/hook`);
    await bench.say(850, MINUTE);
    await bench.world.settle();
    await bench.say(300, 0);
    await bench.until('a pending alert', (all) => regressions(all).some(({ phase }) => phase === 'pending'));
    const opened = regressions(await bench.alerts())[0]!.opened;
    const due = await killNearEnd(bench, opened);
    const before = aboutLevels(receiver).length;
    await bench.until('it fires', (all) => regressions(all).some(({ fired }) => fired !== null));
    const firedSeen = Date.now();
    const well = await bench.say(850, 0);
    await bench.until('it recovers', (all) => regressions(all).some(({ phase }) => phase === 'recovering'));
    await killNearEnd(bench, well + DWELL_MS);
    await bench.until('it ends', (all) => regressions(all).every(({ phase }) => phase === 'resolved'));
    await sleep(LATEST_MS);
    const told = aboutLevels(receiver).length;
    const findings = judgeTimes(regressions(await bench.alerts()), { due, firedSeen, well });
    findings
      .require(before === 0, 'it was told before its time')
      .require(told === 2, `${told} messages, not that it fires and that it ended`)
      .require(bench.worker.endings.length === 2, 'the process was not killed twice');
    await bench.check(findings);
    return findings;
  } finally {
    await bench.close(receiver);
  }
}

function judgeTimes(
  alerts: readonly StoredAlert[],
  { due, firedSeen, well }: { readonly due: number; readonly firedSeen: number; readonly well: number },
): Findings {
  const findings = new Findings().require(alerts.length === 1, `${alerts.length} alerts, not one`);
  const [{ fired, resolved } = { fired: null, resolved: null }] = alerts;
  if (fired === null || resolved === null) return findings.add(['it did not fire and end']);
  return findings
    .within('fired beside its time (event time)', Math.round(Math.abs(fired - due)), 1000)
    .within('known after its time', Math.max(0, firedSeen - due), LATEST_MS)
    .note({ 'kept firing after it was seen well': `${Math.round(resolved - well)} ms (≥ ${HOLD_MS})` })
    .require(resolved - well >= HOLD_MS, 'it ended before the time it was to keep firing')
    .within('ended after its time', Math.max(0, Math.round(resolved - well - HOLD_MS - DWELL_MS)), LATEST_MS);
}

/** A park speaks for a while, one of its levels falls, then all of it is silent. */
async function allSilent(ground: Ground): Promise<Outcome> {
  const bench = await AlertWorld.open(ground, '49');
  try {
    await bench.policy({ groupWaitSeconds: 0, quietHours: null });
    await bench.define({ dwell: { downSeconds: 3, upSeconds: 3 }, freshSeconds: 120 });
    const last = await speakAndFall(bench);
    await bench.until('the regression', (all) => regressions(all).some(({ phase }) => phase === 'firing'));
    await sleep(LATEST_MS);
    const earlier = rulesOf(await bench.alerts());
    const fires = (all: readonly StoredAlert[]) =>
      all.some(({ rule, fired }) => rule === 'A12' && fired !== null);
    await bench.until('the feed is silent', fires, LEAST_SILENCE_MS + 3 * MINUTE);
    const told = Date.now();
    await sleep(20_000);
    const alerts = await bench.alerts();
    const feeds = alerts.filter(({ rule }) => rule === 'A12');
    const others = alerts.filter(({ rule }) => rule !== 'A12');
    const muted = others.filter(({ state }) => state.includes('"by":"inhibition"'));
    const stale = await staleIndicators(bench);
    const findings = new Findings()
      .within('told after its limit of 5 min', Math.max(0, told - last - LEAST_SILENCE_MS), 2 * MINUTE)
      .note({
        'alerts on feeds': feeds.length,
        'alerts before': earlier.join(' '),
        'alerts muted by it': muted.length,
        'indicators shown stale': stale,
      })
      .require(feeds.length === 1, 'not one alert for the silent feed')
      .require(
        others.every(({ phase }) => phase !== 'resolved'),
        'an alert ended because data vanished',
      )
      .require(muted.length === others.length, 'what it explains is not muted')
      .require(stale > 0, 'no level is shown as stale')
      .require(
        rulesOf(others).join() === earlier.join(),
        `other alerts were opened: ${rulesOf(others).join(' ')}`,
      );
    await bench.check(findings);
    return findings;
  } finally {
    await bench.close();
  }
}

/** A minute and a half of readings up to now, the last of them lower. Resolves to the time of the last. */
async function speakAndFall(bench: AlertWorld): Promise<number> {
  const start = Date.now();
  const messages = Array.from({ length: 10 }, (_, n) =>
    toMessage(PARK, `live-${n}`, new Date(start - (100 - 10 * n) * 1000).toISOString(), [
      { measure: MEASURE, numerator: 850, denominator: 1000 },
    ]),
  );
  await produce(bench.world, messages);
  await bench.world.settle();
  return bench.say(300, 0);
}

async function staleIndicators({ world }: AlertWorld): Promise<number> {
  const [{ count = 0 } = {}] = await world.ground.postgres.rows<{ count: number }>(
    world.database,
    `SELECT count(*)::int AS count FROM (
       SELECT DISTINCT ON (indicator) stale FROM level_log l JOIN park p ON p.key = l.park
       WHERE p.id = '${PARK}' AND known_to IS NULL ORDER BY indicator, at DESC
     ) AS newest WHERE stale`,
  );
  return count;
}

export const ALARMS: readonly FaultRow[] = [
  {
    row: '48',
    fault: 'kill -9 with an alert pending at 90 % of its hold, and with one that keeps firing',
    required: 'fires and ends on time ± 1 evaluation; not reset, not early; one alert, each told once',
    run: restartedPending,
  },
  {
    row: '49',
    fault: 'All telemetry of a park falls silent',
    required:
      'one alert (A12) ≤ 2 min after its limit; what it explains is muted; levels shown stale; none resolved',
    run: allSilent,
  },
];
