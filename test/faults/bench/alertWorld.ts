import { join } from 'node:path';
import type { AlertCheckerTask, AlertCheckerVerdict } from '../checker/alerts.js';
import { Api } from './api.js';
import { sleep } from './postgresServer.js';
import { produce, toMessage } from './produce.js';
import { type Receiver } from './receiver.js';
import type { Findings } from './row.js';
import { runChild } from './runChild.js';
import type { Worker } from './worker.js';
import { type Ground, World } from './world.js';

export const PARK = 'f01';
export const MEASURE = 'iot_access_ratio_design';
/** A fall is confirmed after this long, so that a row need not wait half an hour. */
export const DWELL_MS = 3000;

export interface StoredAlert {
  readonly id: string;
  readonly rule: string;
  readonly indicator: string;
  readonly phase: string;
  readonly opened: number;
  readonly fired: number | null;
  readonly resolved: number | null;
  readonly state: string;
}

interface Start {
  /** Ports on loopback that notifications may reach. */
  readonly ports?: readonly number[];
  readonly env?: Readonly<Record<string, string>>;
  /** What is sent before the process starts. */
  readonly before?: (world: World) => Promise<void>;
}

/** A world with one process that does everything, a park whose level can be moved, and somebody who is told. */
export class AlertWorld {
  private count = 0;

  private constructor(
    readonly world: World,
    readonly worker: Worker,
    readonly api: Api,
  ) {}

  static async open(
    ground: Ground,
    row: string,
    { ports = [], env = {}, before }: Start = {},
  ): Promise<AlertWorld> {
    const world = await World.open(ground, row);
    try {
      await before?.(world);
      const worker = await world.worker('a', {
        env: {
          PARKPULSE_ROLE: 'all',
          PARKPULSE_OUTBOUND_ALLOW: ports.map((port) => `127.0.0.1:${port}`).join(','),
          ...env,
        },
      });
      const opened = new AlertWorld(world, worker, await Api.signIn(worker));
      await opened.define({ dwell: { downSeconds: DWELL_MS / 1000, upSeconds: DWELL_MS / 1000 } });
      return opened;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  /** Sets how the measure of this world is judged. */
  async define(definition: object): Promise<void> {
    const path = `/parks/${PARK}/definitions/${MEASURE}`;
    await this.api.call('PUT', path, { effectiveFrom: '2026-01-01T00:00:00Z', ...definition });
  }

  async policy(policy: object): Promise<void> {
    await this.api.call('PUT', `/parks/${PARK}/alert-policy`, policy);
  }

  async channel(name: string, url: string, kind = 'webhook'): Promise<string> {
    const channel = { kind, name, url, minSeverity: 'reminder' };
    return (await this.api.call<{ id: string }>('POST', '/channels', channel)).body.id;
  }

  /** Says what the share of the measure was, so many milliseconds ago, per mille. */
  async say(perMille: number, agoMs: number, park = PARK): Promise<number> {
    this.count += 1;
    const at = Date.now() - agoMs;
    await produce(this.world, [
      toMessage(park, `said-${this.count}`, new Date(at).toISOString(), [
        { measure: MEASURE, numerator: perMille, denominator: 1000 },
      ]),
    ]);
    return at;
  }

  async alerts(): Promise<readonly StoredAlert[]> {
    const { ground, database } = this.world;
    const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
    return ground.postgres.rows<StoredAlert>(
      database,
      `SELECT a.id, rule, indicator, phase, ${ms('opened_at')} AS opened, ${ms('fired_at')} AS fired, ${ms('resolved_at')} AS resolved, state
       FROM alert a JOIN park p ON p.key = a.park WHERE p.id = '${PARK}' ORDER BY opened_at, a.id`,
    );
  }

  /** Waits for an alert; rejects when it does not come. */
  async until(
    what: string,
    isIt: (alerts: readonly StoredAlert[]) => boolean,
    patienceMs = 60_000,
  ): Promise<void> {
    for (const end = Date.now() + patienceMs; !isIt(await this.alerts()); await sleep(100))
      if (Date.now() > end) throw new Error(`not within ${patienceMs} ms: ${what}`);
  }

  get ledger(): string {
    return join(this.world.folder, 'heard.jsonl');
  }

  /** I4 and I5, by the checker. */
  async check(findings: Findings, more: Partial<AlertCheckerTask> = {}): Promise<void> {
    const databaseUrl = this.world.ground.postgres.url(this.world.database);
    const task: AlertCheckerTask = { databaseUrl, heard: this.ledger, ...more };
    const { faults, figures } = await runChild<AlertCheckerVerdict>('checker/alerts.js', task, {
      timeoutMs: 60_000,
    });
    findings.add(faults).note({ ...figures });
  }

  async close(...receivers: readonly Receiver[]): Promise<void> {
    receivers.forEach((receiver) => receiver.close());
    await this.world.close();
  }
}
