import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AlertCommit,
  type LeasedMessage,
  type SendOutcome,
  actOnAlert,
  alertAnswer,
  pauseAfter,
  settlementOf,
} from '@parkpulse/application';
import {
  type AlertDecision,
  type AlertInputs,
  HGT_6313_2024,
  type IndicatorId,
  type Instant,
  LOWEST_LEVELS,
  type Level,
  type LevelRow,
  type OutgoingMessage,
  compileStandard,
  decideAlerts,
  decideSystemAlerts,
  derivePrerequisites,
  planScoring,
  scoreRowAt,
} from '@parkpulse/domain';
import { Database, statement } from '../driver/database.js';
import type { Postgres } from '../openPostgres.js';
import { startChild } from '../testing/childProcess.js';
import { PARK } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';
import type { BookOwner } from './bookRows.js';
import { PostgresAlertHistory } from './postgresAlertHistory.js';
import { PostgresAlertStore } from './postgresAlertStore.js';
import { PostgresChannelStore } from './postgresChannelStore.js';
import { PostgresOutbox } from './postgresOutbox.js';
import { readAlertContext } from './readBook.js';
import { saveAlertCommit } from './saveCommit.js';
import { aesSecretBox } from './secretBox.js';

const STANDARD = compileStandard(HGT_6313_2024);
const PLAN = planScoring(HGT_6313_2024);
const GRAPH = derivePrerequisites(HGT_6313_2024);
const ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;
/** A Tuesday, 10:00 in Shanghai. */
const START = Date.UTC(2026, 10, 24, 2);
const BOX = aesSecretBox(new Uint8Array(32).fill(7));

let testing: TestDatabase;
let postgres: Postgres;
let database: Database;
let alerts: PostgresAlertStore;
let channels: PostgresChannelStore;
let outbox: PostgresOutbox;
let owner: BookOwner;
let count = 0;
let rows: LevelRow[] = [];
let decidedTo: Instant | null = null;

const open = (): Database =>
  new Database({
    connection: testing.connection,
    name: 'alerts',
    size: 6,
    statementTimeoutMs: 15_000,
    idleInTransactionMs: 60_000,
    onError: () => undefined,
  });
const sql = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  database.rows<Row>(statement('', text), values);

beforeAll(async () => {
  testing = await testDatabase();
  postgres = await testing.open();
  database = open();
  alerts = new PostgresAlertStore(database, ZONE);
  channels = new PostgresChannelStore(database, BOX);
  outbox = new PostgresOutbox(database, BOX);
});
afterAll(async () => {
  await database.close();
  await testing.drop();
});
beforeEach(async () => {
  await sql('TRUNCATE outbox, outbox_item, delivery, channel, outbound_allow RESTART IDENTITY');
  count += 1;
  const id = `alerts-${count}`;
  await postgres.settings.createPark({ ...PARK, id });
  const [row] = await sql<{ key: number }>('SELECT key FROM park WHERE id = $1', [id]);
  owner = { key: row!.key, park: { id, name: PARK.name }, zone: ZONE };
  rows = [];
  decidedTo = null;
});

function level(at: Instant, indicator: IndicatorId, candidate: Level): void {
  const levels = { ...LOWEST_LEVELS, candidate };
  rows.push({
    indicator,
    at,
    stable: levels,
    raw: levels,
    stale: false,
    pending: null,
    since: at,
    cause: 'value',
    rawCause: 'value',
    clauses: [],
  });
}

function inputsAt(from: Instant, now: Instant): AlertInputs {
  const before = new Map<IndicatorId, LevelRow>();
  for (const row of rows) if (row.at <= from) before.set(row.indicator, row);
  const within = rows.filter(({ at }) => at > from && at <= now);
  const levels = new Map([...before].map(([id, row]) => [id, row.stable]));
  const start = scoreRowAt(HGT_6313_2024, PLAN, from, levels);
  const scores = within.map((row) => {
    levels.set(row.indicator, row.stable);
    return scoreRowAt(HGT_6313_2024, PLAN, row.at, levels);
  });
  return {
    standard: STANDARD,
    plan: PLAN,
    zone: ZONE,
    levels: { before, within, ruleRestated: new Set() },
    scores: { before: start, within: scores },
    valueAt: null,
    coveredFrom: null,
    facts: null,
    feeds: [],
    attestations: [],
    lags: null,
    sources: new Map(),
  };
}

/** Decides as the assess transaction does. */
async function decide(now: Instant, on = database): Promise<AlertDecision> {
  const decision = await on.transaction(async (transaction) => {
    await transaction.rows(statement('', 'SELECT 1 FROM park_state WHERE park = $1 FOR NO KEY UPDATE'), [
      owner.key,
    ]);
    const context = await readAlertContext(transaction, owner);
    const from = context.isNew ? null : decidedTo;
    const made = decideAlerts(context.book, inputsAt(from ?? now, now), { from, now }, GRAPH);
    await saveAlertCommit(transaction, owner.key, context.held, made);
    return made;
  }, 'REPEATABLE READ');
  decidedTo = now;
  return decision;
}

const webhook = (change = {}) =>
  channels.addChannel({
    kind: 'webhook',
    name: '值班',
    url: 'http://127.0.0.1:9/',
    secret: 's3cret',
    park: null,
    minSeverity: 'reminder',
    step: 0,
    audience: 'all',
    createdAt: START,
    createdBy: 'admin',
    ...change,
  });

async function fallen(): Promise<AlertDecision> {
  level(START - 1, 'I10', 'S4');
  level(START - 1, 'I14', 'S4');
  await decide(START);
  level(START + MINUTE, 'I14', 'S2');
  return decide(START + MINUTE);
}

const sent = (kind: SendOutcome['kind'], change: Partial<SendOutcome> = {}): SendOutcome => ({
  kind,
  status: 200,
  code: null,
  excerpt: '',
  retryAfterMs: null,
  milliseconds: 3,
  ...change,
});
const settle = (leased: LeasedMessage, outcome: SendOutcome): Promise<boolean> =>
  outbox.settle(leased, outcome, settlementOf(outcome, leased, 0.5));

describe('a decision', () => {
  it('is stored wholly: alerts, events, messages, timers, memory; and the next one finds it as it was', async () => {
    await webhook();
    const made = await fallen();
    const stored = await database.transaction((transaction) => readAlertContext(transaction, owner));
    expect(stored.isNew).toBe(false);
    expect({ ...stored.book, system: [] }).toEqual(made.book);
    const kinds = await sql<{ kind: string }>('SELECT kind FROM alert_event WHERE park = $1 ORDER BY key', [
      owner.key,
    ]);
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['opened', 'fired', 'grouped']));
    const timers = await sql<{ kind: string }>('SELECT kind FROM alert_timer WHERE park = $1', [owner.key]);
    expect(timers.length).toBe(made.timers.length);
    expect((await outbox.waiting()).waiting).toBe(1);
  });

  it('that changes nothing writes nothing', async () => {
    await fallen();
    const xmin = () =>
      sql<{ xmin: string }>('SELECT xmin::text FROM alert_book WHERE park = $1', [owner.key]);
    await decide(START + MINUTE + 1000);
    const before = await xmin();
    await decide(START + MINUTE + 2000);
    expect(await xmin()).toEqual(before);
  });

  it('cannot leave two alerts of one key open, whatever the code does', async () => {
    await fallen();
    const copy = sql(
      `INSERT INTO alert (id, park, rule, indicator, scope, phase, severity, opened_at, is_owed, state)
       SELECT id || 'x', park, rule, indicator, scope, phase, severity, opened_at, false, state FROM alert WHERE park = $1 AND rule = 'A01'`,
      [owner.key],
    );
    await expect(copy).rejects.toMatchObject({ code: '23505' });
  });

  it('cannot tell one transition to one channel twice', async () => {
    await webhook();
    const made = await fallen();
    await database.transaction(async (transaction) => {
      const { held } = await readAlertContext(transaction, owner);
      const again: AlertCommit = {
        changed: [],
        events: [],
        messages: made.messages,
        timers: null,
        book: held.book,
      };
      await saveAlertCommit(transaction, owner.key, held, again);
    });
    expect((await outbox.waiting()).waiting).toBe(1);
  });

  it('carries what ended no longer than somebody is owed a word about it', async () => {
    const channel = await webhook();
    await fallen();
    level(START + 2 * MINUTE, 'I14', 'S4');
    await sql(`INSERT INTO alert_setting (park, policy) VALUES ($1, $2)`, [
      owner.key,
      JSON.stringify({ groupIntervalMs: 60 * MINUTE }),
    ]);
    await sql(
      `UPDATE alert SET severity = 'warning', state = replace(state, '"severity":"alarm"', '"severity":"warning"') WHERE park = $1`,
      [owner.key],
    );
    await decide(START + 2 * MINUTE);
    const owed = () => sql('SELECT id FROM alert WHERE park = $1 AND is_owed', [owner.key]);
    expect((await owed()).length).toBeGreaterThan(0);
    await channels.removeChannel(channel.id);
    await decide(START + 3 * MINUTE);
    expect(await owed()).toEqual([]);
  });

  it('survives a restart: a pending alert fires on time, neither early nor anew', async () => {
    await sql('INSERT INTO alert_setting (park, policy) VALUES ($1, $2)', [
      owner.key,
      JSON.stringify({ holds: { A01: { forMs: 10 * MINUTE } } }),
    ]);
    await fallen();
    const restarted = open();
    const phase = async () =>
      (
        await sql<{ phase: string; fired_at: number | null }>(
          `SELECT phase, fired_at FROM alert WHERE park = $1 AND rule = 'A01'`,
          [owner.key],
        )
      )[0];
    await decide(START + 10 * MINUTE, restarted);
    expect(await phase()).toEqual({ phase: 'pending', fired_at: null });
    await decide(START + 30 * MINUTE, restarted);
    expect(await phase()).toEqual({ phase: 'firing', fired_at: START + 11 * MINUTE });
    await restarted.close();
  });
});

describe('an alert', () => {
  const ports = () => ({ alerts, identity: postgres.identity, clock: { now: () => START + 2 * MINUTE } });
  const duty = {
    kind: 'account',
    account: '1',
    username: 'wang',
    role: 'operator',
    session: new Uint8Array(),
    expiresAt: 0,
  } as const;

  it('is listed, newest first, by park, state, severity and time', async () => {
    await fallen();
    const list = (change: object) =>
      alerts.alerts(
        {
          park: owner.park!.id,
          states: [],
          severity: null,
          rule: null,
          indicator: null,
          from: null,
          to: null,
          ...change,
        },
        { limit: 10, after: null },
      );
    const [first] = await list({});
    expect((await list({})).map(({ key }) => key.rule)).toEqual(['A02', 'A01']);
    expect((await list({ states: ['firing'], severity: 'alarm' })).map(({ key }) => key.rule)).toEqual([
      'A01',
    ]);
    expect(await list({ states: ['resolved'] })).toEqual([]);
    expect(await list({ to: START })).toEqual([]);
    expect((await list({ from: START + MINUTE })).length).toBe(2);
    const rest = await alerts.alerts(
      { park: owner.park!.id, states: [], severity: null, rule: null, indicator: null, from: null, to: null },
      { limit: 10, after: first!.id },
    );
    expect(rest.map(({ key }) => key.rule)).toEqual(['A01']);
    expect(alertAnswer(rest[0]!, owner.park!.id)).toMatchObject({
      rule: 'A01',
      indicator: 'I14',
      severity: 'alarm',
      state: 'firing',
      from: 'S4',
      to: 'S2',
      points: '-1.8000',
      acknowledged: null,
      comments: [],
    });
  });

  it('is acknowledged, commented and shelved by people, and its park is looked at again at once', async () => {
    await fallen();
    const [record] = await alerts.alerts(
      {
        park: owner.park!.id,
        states: [],
        severity: 'alarm',
        rule: null,
        indicator: null,
        from: null,
        to: null,
      },
      { limit: 1, after: null },
    );
    const id = record!.id;
    await sql('UPDATE park_state SET next_due = NULL WHERE park = $1', [owner.key]);
    expect(await actOnAlert(ports(), duty, id, { kind: 'acknowledge', text: '在路上' })).toMatchObject({
      acknowledged: { by: 'wang' },
      comments: [{ by: 'wang', text: '在路上' }],
    });
    expect(
      await sql('SELECT 1 AS due FROM park_state WHERE park = $1 AND next_due <= now()', [owner.key]),
    ).toHaveLength(1);
    await actOnAlert(ports(), duty, id, { kind: 'comment', text: '网关重启' });
    expect(
      await actOnAlert(ports(), duty, id, { kind: 'shelve', reason: '检修', until: START + 9 * 60 * MINUTE }),
    ).toMatchObject({ kind: 'refused', code: 'OUT_OF_RANGE' });
    expect(
      await actOnAlert(ports(), duty, id, { kind: 'shelve', reason: '检修', until: START + 60 * MINUTE }),
    ).toMatchObject({ shelf: { by: 'wang', reason: '检修' } });
    const decision = await decide(START + 3 * MINUTE);
    expect(decision.book.alerts.find((alert) => alert.id === id)).toMatchObject({
      suppressed: { by: 'shelf' },
      acknowledged: { by: 'wang' },
    });
    const events = await alerts.events(id);
    expect(events.map(({ kind }) => kind)).toEqual([
      'opened',
      'fired',
      'grouped',
      'acknowledged',
      'commented',
      'commented',
      'shelved',
      'suppressed',
    ]);
    expect(await actOnAlert(ports(), duty, '999-9', { kind: 'acknowledge', text: null })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('may be commented when it is over, and no more', async () => {
    await fallen();
    level(START + 5 * MINUTE, 'I14', 'S4');
    await decide(START + 5 * MINUTE);
    const [record] = await alerts.alerts(
      {
        park: owner.park!.id,
        states: ['resolved'],
        severity: 'alarm',
        rule: null,
        indicator: null,
        from: null,
        to: null,
      },
      { limit: 1, after: null },
    );
    expect(await actOnAlert(ports(), duty, record!.id, { kind: 'acknowledge', text: null })).toMatchObject({
      code: 'ALERT_RESOLVED',
    });
    expect(await actOnAlert(ports(), duty, record!.id, { kind: 'comment', text: '误报?' })).toMatchObject({
      comments: [{ text: '误报?' }],
    });
  });

  it('that is accepted ends, and later falls are measured from there', async () => {
    await fallen();
    const [record] = await alerts.alerts(
      {
        park: owner.park!.id,
        states: [],
        severity: 'alarm',
        rule: null,
        indicator: null,
        from: null,
        to: null,
      },
      { limit: 1, after: null },
    );
    expect(await actOnAlert(ports(), duty, record!.id, { kind: 'accept', text: '平台已停用' })).toMatchObject(
      { phase: 'resolved', resolution: 'accepted' },
    );
    const decision = await decide(START + 3 * MINUTE);
    expect(
      decision.book.alerts.filter(({ key, phase }) => key.rule === 'A01' && phase !== 'resolved'),
    ).toEqual([]);
    expect(decision.book.memory.references.I14).toBe('S2');
  });

  it('decided and acted on at the same time loses neither', async () => {
    await fallen();
    const [record] = await alerts.alerts(
      {
        park: owner.park!.id,
        states: [],
        severity: 'alarm',
        rule: null,
        indicator: null,
        from: null,
        to: null,
      },
      { limit: 1, after: null },
    );
    level(START + 4 * MINUTE, 'I14', 'S1');
    await Promise.all([
      decide(START + 4 * MINUTE),
      ...Array.from({ length: 5 }, (_, index) =>
        actOnAlert(ports(), duty, record!.id, { kind: 'comment', text: `${index}` }),
      ),
    ]);
    const after = await alerts.alert(record!.id);
    expect(after?.comments).toHaveLength(5);
    expect(after?.evidence.to).toBe('S1');
  });
});

describe('silences', () => {
  it('mute from now on, and what still fires is told when one is ended early', async () => {
    await webhook();
    level(START - 1, 'I14', 'S4');
    await decide(START);
    const silence = await alerts.addSilence(owner.park!.id, {
      kind: 'silence',
      matcher: { indicators: ['I14'] },
      by: 'wang',
      reason: '检修',
      from: START,
      to: START + 60 * MINUTE,
    });
    level(START + MINUTE, 'I14', 'S2');
    await decide(START + MINUTE);
    expect((await outbox.waiting()).waiting).toBe(0);
    expect(await alerts.endSilence(owner.park!.id, silence!.id, START + 2 * MINUTE)).toBe(true);
    await decide(START + 2 * MINUTE + 1);
    expect((await outbox.waiting()).waiting).toBe(1);
    expect(await alerts.endSilence(owner.park!.id, silence!.id, START + 3 * MINUTE)).toBe(false);
    expect(await alerts.silences(owner.park!.id, START + 3 * MINUTE)).toEqual([]);
    expect(
      await alerts.addSilence('no-such-park', {
        kind: 'silence',
        matcher: {},
        by: 'x',
        reason: 'x',
        from: START,
        to: START + 1,
      }),
    ).toBeNull();
  });
});

describe('the end of a silence', () => {
  it('is announced once, also when it is decided again after a restart', async () => {
    const channel = await webhook();
    await decide(START);
    await alerts.addSilence(owner.park!.id, {
      kind: 'maintenance',
      matcher: {},
      by: 'wang',
      reason: '检修',
      from: START,
      to: START + 120 * MINUTE,
    });
    await decide(START + 89 * MINUTE);
    const due = await sql<{ at: number }>(`SELECT at FROM alert_timer WHERE park = $1 AND kind = 'silence'`, [
      owner.key,
    ]);
    expect(due.map(({ at }) => at).sort()).toEqual([START + 90 * MINUTE, START + 120 * MINUTE]);
    for (const minutes of [90, 91]) await decide(START + minutes * MINUTE);
    const restarted = open();
    await decide(START + 100 * MINUTE, restarted);
    await restarted.close();
    const [leased, ...more] = await outbox.lease(1000, 10);
    expect(more).toEqual([]);
    expect(leased).toMatchObject({
      channel: { id: channel.id },
      message: {
        kind: 'silence',
        silence: { by: 'wang', reason: '检修', to: START + 120 * MINUTE, muted: [] },
      },
    });
    expect((await outbox.waiting()).waiting).toBe(1);
  });
});

describe('channels', () => {
  it('keep their secret sealed, and give it to the notifier alone', async () => {
    const channel = await webhook();
    expect(channel).toMatchObject({ hasSecret: true, step: 0 });
    expect(JSON.stringify(await channels.channels())).not.toContain('s3cret');
    const [row] = await sql<{ secret: string }>('SELECT secret FROM channel');
    expect(row?.secret).not.toContain('s3cret');
    expect(await channels.target(channel.id)).toMatchObject({ secret: 's3cret' });
    const other = new PostgresChannelStore(database, aesSecretBox(new Uint8Array(32).fill(8)));
    await expect(other.target(channel.id)).rejects.toThrow('another key');
  });

  it('are removed with what waits for them', async () => {
    const channel = await webhook();
    await fallen();
    expect(await channels.removeChannel(channel.id)).toBe(true);
    expect(await channels.removeChannel(channel.id)).toBe(false);
    expect(await channels.channels()).toEqual([]);
    expect(await outbox.lease(1000, 10)).toEqual([]);
  });

  it('may reach what an administrator lists', async () => {
    await channels.setOutboundAllow(['hooks.park:8080', '10.0.0.0/8'], 'admin', START);
    await channels.setOutboundAllow(['10.0.0.0/8', 'mail.park:587'], 'admin', START);
    expect(await channels.outboundAllow()).toEqual(['10.0.0.0/8', 'mail.park:587']);
  });
});

describe('the outbox', () => {
  const queue = async (channel: string, texts: readonly string[]): Promise<void> => {
    for (const text of texts) {
      const [group, alert, status] = text.split(' ') as [string, string, 'firing'];
      const message = {
        kind: 'notice',
        park: null,
        zone: ZONE,
        at: START,
        group,
        severity: 'warning',
        step: 0,
        onDuty: null,
        figures: null,
        lines: [
          {
            alert,
            status,
            transition: 1,
            severity: 'warning',
            key: { rule: 'A01', indicator: null, scope: '' },
            firedAt: START,
          },
        ],
      } as unknown as OutgoingMessage['message'];
      await outbox.enqueue(null, channel, message, randomUUID());
    }
  };
  const told = ({ message }: LeasedMessage) => message.lines.map(({ alert, status }) => `${alert} ${status}`);

  it('gives a channel its messages in order, one at a time, merging what waits of the same group', async () => {
    const { id } = await webhook();
    await queue(id, ['g1 a firing', 'g2 b firing', 'g1 a resolved']);
    const [first, ...none] = await outbox.lease(5000, 10);
    expect(none).toEqual([]);
    expect(told(first!)).toEqual(['a merged']);
    expect(await outbox.lease(5000, 10)).toEqual([]);
    expect(await settle(first!, sent('delivered'))).toBe(true);
    const [second] = await outbox.lease(5000, 10);
    expect(told(second!)).toEqual(['b firing']);
    await settle(second!, sent('delivered'));
    expect(await outbox.lease(5000, 10)).toEqual([]);
    expect(await outbox.nextDue()).toBeNull();
  });

  it('never tells resolved before firing when the outcome of a try is not known: the same message goes again, as it was', async () => {
    const { id } = await webhook();
    await queue(id, ['g1 a firing']);
    const [first] = await outbox.lease(5000, 10);
    await settle(first!, sent('unknown'));
    await queue(id, ['g1 a resolved']);
    await sql('UPDATE channel SET resume_at = now()');
    const [again] = await outbox.lease(5000, 10);
    expect([again!.id, told(again!), again!.attempt]).toEqual([first!.id, ['a firing'], 2]);
    await settle(again!, sent('delivered'));
    const [last] = await outbox.lease(5000, 10);
    expect(told(last!)).toEqual(['a resolved']);
  });

  it('fences a worker that lost its lease', async () => {
    const { id } = await webhook();
    await queue(id, ['g1 a firing']);
    const [first] = await outbox.lease(1, 10);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [second] = await outbox.lease(5000, 10);
    expect(second!.id).toBe(first!.id);
    expect(await settle(first!, sent('delivered'))).toBe(false);
    expect(await settle(second!, sent('delivered'))).toBe(true);
    expect(await sql('SELECT 1 FROM delivery')).toHaveLength(1);
  });

  it('leases each message to one of many workers', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, async () => (await webhook()).id));
    for (const id of ids) await queue(id, ['g a firing']);
    const leased = (await Promise.all(Array.from({ length: 6 }, () => outbox.lease(5000, 3)))).flat();
    expect(new Set(leased.map((one) => one.id)).size).toBe(leased.length);
    expect(leased).toHaveLength(8);
  });

  it('never leases a message twice, however many workers look while others commit', async () => {
    const ids = await Promise.all(Array.from({ length: 150 }, async () => (await webhook()).id));
    for (const id of ids) await queue(id, ['g a firing']);
    const works = Array.from({ length: 6 }, async () => {
      const own: string[] = [];
      for (let idle = 0; idle < 3;) {
        const leased = await outbox.lease(60_000, 2);
        own.push(...leased.map((one) => one.id));
        idle = leased.length === 0 ? idle + 1 : 0;
      }
      return own;
    });
    const leased = (await Promise.all(works)).flat();
    expect(leased).toHaveLength(150);
    expect(new Set(leased).size).toBe(150);
  });

  it('leaves a failing channel alone for a while, longer each time, without holding up the others', async () => {
    const [ill, well] = [await webhook(), await webhook()];
    await queue(ill.id, ['g a firing']);
    await queue(well.id, ['g a firing']);
    const leased = await outbox.lease(5000, 10);
    const [first, other] = [
      leased.find(({ channel }) => channel.id === ill.id)!,
      leased.find(({ channel }) => channel.id === well.id)!,
    ];
    await settle(first, sent('retry', { status: 503, code: 'HTTP_503' }));
    await settle(other, sent('delivered'));
    expect(await outbox.lease(5000, 10)).toEqual([]);
    expect(await outbox.nextDue()).toBeGreaterThan(500);
    await sql('UPDATE channel SET resume_at = now()');
    const [second] = await outbox.lease(5000, 10);
    expect(second).toMatchObject({ id: first.id, attempt: 2, failures: 1 });
    await settle(second!, sent('retry', { retryAfterMs: 60_000 }));
    expect(await outbox.nextDue()).toBeGreaterThan(55_000);
    const log = await sql<{ outcome: string; attempt: number; status: number }>(
      'SELECT outcome, attempt, status FROM delivery WHERE message = $1 ORDER BY key',
      [first.id],
    );
    expect(log).toEqual([
      { outcome: 'retry', attempt: 1, status: 503 },
      { outcome: 'retry', attempt: 2, status: 200 },
    ]);
  });

  it('gives a message up that is refused for good, and goes on with the next; a day is the longest wait', async () => {
    const { id } = await webhook();
    await queue(id, ['g1 a firing', 'g2 b firing', 'g3 c firing']);
    const [first] = await outbox.lease(5000, 10);
    await settle(first!, sent('rejected', { status: 400 }));
    await sql(`UPDATE outbox SET created_at = now() - interval '25 hours' WHERE "group" = 'g2'`);
    const [next] = await outbox.lease(5000, 10);
    expect(told(next!)).toEqual(['c firing']);
    expect((await outbox.waiting()).failed).toBe(2);
    expect(await outbox.resend(first!.id)).toBe(true);
    expect(await outbox.resend(first!.id)).toBe(false);
    expect(await outbox.resend('nonsense')).toBe(false);
  });

  it('stays below what a robot takes: 18 messages in any minute', async () => {
    const { id } = await webhook({ kind: 'dingtalk' });
    await queue(
      id,
      Array.from({ length: 30 }, (_, index) => `g${index} a${index} firing`),
    );
    let delivered = 0;
    for (let round = 0; round < 10; round += 1) {
      const [leased] = await outbox.lease(5000, 10);
      if (leased === undefined) break;
      await settle(leased, sent('delivered'));
      delivered += 1;
    }
    expect(delivered).toBe(3);
    expect(await outbox.nextDue()).toBeGreaterThan(3000);
  });

  it('queues a digest once', async () => {
    const { id } = await webhook();
    const message = (await fallen()).messages[0]!.message;
    expect(await outbox.enqueue(owner.park!.id, id, message, 'digest day 1')).toBe(true);
    expect(await outbox.enqueue(owner.park!.id, id, message, 'digest day 1')).toBe(false);
  });
});

describe('backing off', () => {
  it('doubles from a second to 45, and to five minutes once an outage is an hour old', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 20].map((failures) =>
      pauseAfter({ failures, failingMs: 60_000 }, 0.5),
    );
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 45_000, 45_000]);
    expect(pauseAfter({ failures: 20, failingMs: 3_700_000 }, 0.5)).toBe(300_000);
    expect(pauseAfter({ failures: 0, failingMs: 0 }, 0)).toBe(800);
  });
});

describe('kill -9 on the way of a notification', () => {
  it.each([
    ['before the send: it is sent once', 'before-send', 1],
    ['between send and mark: at most one extra copy, under the same delivery id', 'after-send', 2],
  ] as const)(
    '%s',
    async (_name, dieAt, copies) => {
      const received: { readonly id: string; readonly text: string }[] = [];
      const server = createServer((request, response) => {
        let text = '';
        request.on('data', (chunk: Buffer) => (text += chunk.toString()));
        request.on('end', () => {
          received.push({ id: String(request.headers['x-delivery-id']), text });
          response.end();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      await webhook({ secret: null, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
      await fallen();
      const file = new URL('../testing/deliveryChild.ts', import.meta.url);
      const first = startChild(file, { connection: testing.connection, dieAt });
      await first.line('working');
      await first.ended;
      const killedAt = Date.now();
      const second = startChild(file, { connection: testing.connection, dieAt: 'never' });
      await second.line('tried');
      expect(Date.now() - killedAt).toBeLessThan(20_000);
      process.kill(second.pid, 'SIGKILL');
      await second.ended;
      await new Promise((resolve) => server.close(resolve));
      expect(received).toHaveLength(copies);
      expect(new Set(received.map(({ id }) => id)).size).toBe(1);
      expect(received[0]!.text).toContain('firing');
      expect(await sql(`SELECT 1 FROM outbox WHERE state = 'delivered'`)).toHaveLength(1);
    },
    60_000,
  );
});

describe('the system’s own alerts', () => {
  it('are decided by one process at a time, and listed under every park', async () => {
    const sick = {
      lagSeconds: 120,
      deadLetterPerMille: 0,
      clockSkewSeconds: 0,
      outboxSeconds: 0,
      failingParks: [],
      databaseWrites: true,
      logReachable: true,
      gaps: [],
    };
    const well = { ...sick, lagSeconds: 1 };
    const look = (health: typeof sick, now: Instant) =>
      alerts.decideSystem((book) => decideSystemAlerts(book, health, now, GRAPH));
    const made = await Promise.all([look(sick, START), look(sick, START), look(sick, START)]);
    expect(made.filter((commit) => commit !== null).length).toBeGreaterThanOrEqual(1);
    const listed = await alerts.alerts(
      {
        park: owner.park!.id,
        states: ['firing'],
        severity: null,
        rule: null,
        indicator: null,
        from: null,
        to: null,
      },
      { limit: 10, after: null },
    );
    expect(listed.map(({ key, park }) => [key.rule, key.scope, park])).toEqual([['A19', 'lag', null]]);
    await look(well, START + 60 * MINUTE);
    await look(well, START + 120 * MINUTE);
    expect(
      await alerts.alerts(
        {
          park: owner.park!.id,
          states: ['firing', 'recovering'],
          severity: null,
          rule: null,
          indicator: null,
          from: null,
          to: null,
        },
        { limit: 10, after: null },
      ),
    ).toEqual([]);
  });
});

describe('the delivery log of an alert', () => {
  it('lists every message that speaks of it, repeats and what was merged too, with every try', async () => {
    const history = new PostgresAlertHistory(database);
    await webhook();
    const { id } = (await fallen()).changed.find(({ key }) => key.indicator === 'I14')!;
    const [first] = await outbox.lease(10_000, 10);
    await settle(first!, sent('retry', { status: 503, code: 'HTTP_503' }));
    await sql('UPDATE channel SET resume_at = NULL');
    const [second] = await outbox.lease(10_000, 10);
    await settle(second!, sent('delivered'));
    // After an hour the alarm is told again and has climbed two rungs; before that goes out, it is over.
    await decide(START + 62 * MINUTE);
    level(START + 63 * MINUTE, 'I14', 'S4');
    await decide(START + 63 * MINUTE);
    const [third] = await outbox.lease(10_000, 10);
    await settle(third!, sent('delivered'));
    const messages = await history.messages(id);
    expect(
      messages.map(({ kind, state, attempts }) => [kind, state, attempts.map((one) => one.kind)]),
    ).toEqual([
      ['notice', 'delivered', ['retry', 'delivered']],
      ['notice', 'delivered', ['delivered']],
      ['escalation', 'merged', []],
      ['escalation', 'merged', []],
      ['notice', 'merged', []],
    ]);
    expect(messages.every(({ channel }) => channel.name === '值班' && !channel.isRemoved)).toBe(true);
  });
});
