import {
  type Actor,
  type ParkRecord,
  acceptEvents,
  attest,
  createPark,
  declareEligibility,
  judgeKeyItem,
  localDay,
} from '@parkpulse/application';
import { attestationRequest, parseRequest } from '@parkpulse/contracts';
import {
  DEMO_PARK,
  type DemoEvent,
  DemoWorld,
  demoAttestations,
  demoDeclaration,
  demoJudgements,
  demoLive,
  demoManifest,
} from '@parkpulse/simulator';
import { setTimeout as pause } from 'node:timers/promises';
import { toSubject } from '../http/attestationsController.js';
import { isRefusal } from '../platform/refusalError.js';
import type { System } from '../composition/system.js';
import type { HeldParks } from './heldParks.js';

/** The running demonstration. */
export interface DemoPark {
  stop(): Promise<void>;
}

export interface DemoLinks {
  readonly system: System;
  readonly held: HeldParks;
  /** The park may be assessed now. */
  readonly wake: () => void;
}

const ACTOR: Actor = { kind: 'system', name: 'demo' };
const PARK = DEMO_PARK.id;
const DAY_MS = 86_400_000;
const OVERLAP_MS = 2 * DAY_MS;
const SENT_AT_ONCE = 12;
const RETRY_MS = 5000;
const PROGRESS_MS = 2000;

const PROVENANCE = demoManifest.measures.map(
  ({ measure, kind, zh, en, licence = null, attribution = null }) => ({
    measure,
    origin: kind,
    zh,
    en,
    licence,
    attribution,
  }),
);

/** Seeds the park `demo` once and goes on telling what happens in it, by the same way as any park's data. */
export function startDemo(links: DemoLinks): DemoPark {
  const demo = new Demo(links);
  demo.begin();
  return demo;
}

class Demo implements DemoPark {
  private readonly ending = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly links: DemoLinks) {}

  begin(): void {
    this.links.system.provenance.isDemo(PARK, PROVENANCE);
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { logger } = this.links.system;
    while (!this.ending.signal.aborted) {
      try {
        const anchor = await this.setUp();
        await this.tellLive(anchor);
      } catch (error) {
        if (this.ending.signal.aborted) return;
        logger.error({ err: error }, 'demo: interrupted, it goes on shortly');
        await this.sleep(RETRY_MS);
      }
    }
  }

  /** Makes the park with all its history, which is assessed once it is complete; returns when the demo was set up. */
  private async setUp(): Promise<number> {
    const { held, wake } = this.links;
    held.hold(PARK);
    try {
      const anchor = await this.anchor();
      await this.fillHistory(anchor);
      return anchor;
    } finally {
      held.release(PARK);
      wake();
    }
  }

  /** When the demo was set up. It is the park's own creation time, so that it stays with the data. */
  private async anchor(): Promise<number> {
    const { ports, rules } = this.links.system;
    const known = await ports.read.park(PARK);
    if (known !== null) return known.createdAt;
    const { id, name, timeZone } = DEMO_PARK;
    const made = await createPark(ports, ACTOR, { id, name, timeZone });
    if (isRefusal(made)) return this.anchor();
    for (const body of demoAttestations(made.createdAt)) {
      const parsed = parseRequest(attestationRequest, body);
      if (!parsed.ok) throw new Error(`a demo attestation is malformed: ${JSON.stringify(parsed.errors)}`);
      const { from, to = null, note = null } = parsed.value;
      const attestation = { subject: toSubject(parsed.value), from, to, note };
      await attest(ports, rules.standard, ACTOR, { park: PARK, attestation });
    }
    await this.state(made);
    return made.createdAt;
  }

  /** Declares for the gate of clause 4.1 and judges key items, as a park's people would. */
  private async state(park: ParkRecord): Promise<void> {
    const { ports } = this.links.system;
    const declaration = demoDeclaration(localDay(park.createdAt, park.timeZone));
    const from = park.createdAt;
    const declared = await declareEligibility(ports, ACTOR, park, { declaration, from });
    if (isRefusal(declared)) throw new Error(`the demo declaration is refused: ${declared.code}`);
    for (const { item, ...judgement } of demoJudgements()) {
      await judgeKeyItem(ports, ACTOR, park, { item, judgement, from });
    }
  }

  private async fillHistory(anchor: number): Promise<void> {
    const told = await this.toldUntil();
    if (told !== null && told > anchor - DAY_MS / 8) return;
    await this.sendHistory(new DemoWorld(anchor), told === null ? 0 : told - OVERLAP_MS);
    while ((await this.links.system.unread()) > 0 && !this.ending.signal.aborted) await this.sleep(100);
    this.links.system.logger.info('demo: history stored, it is assessed now');
  }

  private async sendHistory(world: DemoWorld, from: number): Promise<void> {
    const { historyFrom, anchor } = world.calendar;
    const days = Math.ceil((anchor - historyFrom) / DAY_MS);
    let batch: DemoEvent[] = [];
    let toldAt = performance.now();
    for (const event of world.history()) {
      if (this.ending.signal.aborted) return;
      const time = Date.parse(event.event.time);
      if (time < from) continue;
      batch.push(event);
      if (batch.length < SENT_AT_ONCE) continue;
      await this.send(batch);
      batch = [];
      if (performance.now() - toldAt < PROGRESS_MS) continue;
      toldAt = performance.now();
      const done = Math.round((time - historyFrom) / DAY_MS);
      this.links.system.logger.info(`demo: ${done} of ${days} days of history sent`);
    }
    await this.send(batch);
  }

  private async tellLive(anchor: number): Promise<void> {
    const { system } = this.links;
    const live = demoLive(anchor, Math.max(anchor, (await this.toldUntil()) ?? anchor));
    system.logger.info('demo: live');
    while (!this.ending.signal.aborted) {
      const events = live.due(system.ports.clock.now());
      for (let start = 0; start < events.length; start += SENT_AT_ONCE) {
        await this.send(events.slice(start, start + SENT_AT_ONCE));
      }
      await this.sleep(Math.max(200, live.nextAt - system.ports.clock.now()));
    }
  }

  private async send(events: readonly DemoEvent[]): Promise<void> {
    if (events.length === 0) return;
    const { ports, dialect, logger } = this.links.system;
    const bytes = Buffer.from(JSON.stringify(events.map(({ event }) => event)));
    const answer = await acceptEvents(ports, dialect, ACTOR, { mode: 'batch', bytes, requestId: 'demo' });
    if (isRefusal(answer)) throw new Error(`demo events were refused: ${answer.code}`);
    for (const { code, detail } of answer.rejected)
      logger.warn({ code, detail: detail.en }, 'demo: an event was refused');
  }

  /** The newest moment the park has spoken of; null when it never has. */
  private async toldUntil(): Promise<number | null> {
    const feeds = await this.links.system.ports.read.feeds(PARK);
    return feeds.length === 0 ? null : Math.max(...feeds.map(({ lastEventAt }) => lastEventAt));
  }

  private async sleep(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
