import { type DeadManAnswer, toTimeText } from '@parkpulse/contracts';
import { type Actor, actorName } from '../identity/actor.js';
import type { Clock, IdentityStore } from '../ports.js';
import { type Refused, refuse } from '../queries/refusal.js';
import { maskUrl } from './channels.js';
import type { DeadManRecord, DeadManStore } from './deskPorts.js';
import type { Notifier } from './ports.js';

export interface DeadManPorts {
  readonly deadMan: DeadManStore;
  readonly notifier: Notifier;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

const DEFAULT_SECONDS = 60;

/** Where this system shows that it is alive, and whether it got through. */
export async function deadManOf({ deadMan }: Pick<DeadManPorts, 'deadMan'>): Promise<DeadManAnswer> {
  const held = await deadMan.deadMan();
  return held === null ? OFF : deadManAnswer(held);
}

const OFF: DeadManAnswer = {
  url: null,
  everySeconds: DEFAULT_SECONDS,
  changedBy: null,
  changedAt: null,
  lastTriedAt: null,
  lastOkAt: null,
  outcome: null,
  status: null,
  code: null,
};

function deadManAnswer(held: DeadManRecord): DeadManAnswer {
  const { url, everySeconds, by, at, triedAt, okAt, outcome, status, code } = held;
  return {
    url: maskPing(url),
    everySeconds,
    changedBy: by,
    changedAt: toTimeText(at),
    lastTriedAt: triedAt === null ? null : toTimeText(triedAt),
    lastOkAt: okAt === null ? null : toTimeText(okAt),
    outcome,
    status,
    code,
  };
}

/** Sets where this system shows that it is alive; the address is checked as a channel's is, now and by every ping. */
export async function putDeadMan(
  ports: DeadManPorts,
  actor: Actor,
  asked: { readonly url: string | null; readonly everySeconds: number },
): Promise<DeadManAnswer | Refused> {
  const { url, everySeconds } = asked;
  if (url !== null) {
    const fault = await ports.notifier.checkUrl('webhook', url);
    if (fault !== null) return refuse(fault.code, fault.zh, fault.en, '/url');
  }
  const [by, at] = [actorName(actor), ports.clock.now()];
  await ports.deadMan.setDeadMan(url === null ? null : { url, everySeconds }, { by, at });
  const detail = { url: url === null ? null : maskPing(url), everySeconds };
  await ports.identity.audit({ at, actor: by, action: 'deadMan.changed', park: null, detail });
  return deadManOf(ports);
}

/** The path of such a URL is its secret. */
function maskPing(url: string): string {
  return maskUrl(url).replace(/^([a-z]+:\/\/[^/?#]+\/)(.*)$/i, (_all, origin: string, path: string) =>
    path === '' ? origin : `${origin}${path.slice(0, 4)}***`,
  );
}

export interface PingOptions extends Pick<DeadManPorts, 'deadMan' | 'notifier'> {
  /** Whether everything that must live does: nobody is told that all is well when it is not. */
  readonly isAlive: () => boolean;
  readonly onError: (error: unknown) => void;
  readonly lookMs?: number;
}

const LOOK_MS = 1000;

/**
 * Pings when it is due and this process lives: one process at a time, by a claim in the database, so that a database
 * which takes nothing any more ends the pings as well.
 */
export function startDeadMan(options: PingOptions): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = pingDue(options).finally(() => (isBusy = false));
  }, options.lookMs ?? LOOK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function pingDue({ deadMan, notifier, isAlive, onError }: PingOptions): Promise<void> {
  try {
    if (!isAlive()) return;
    const url = await deadMan.claimPing();
    if (url !== null) await deadMan.settlePing(await notifier.ping(url));
  } catch (error) {
    onError(error);
  }
}
