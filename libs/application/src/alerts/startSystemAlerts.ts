import { type PrerequisiteGraph, type SystemHealth, decideSystemAlerts } from '@parkpulse/domain';
import type { Clock } from '../ports.js';
import type { AlertStore } from './ports.js';

export interface SystemAlertOptions {
  readonly alerts: Pick<AlertStore, 'decideSystem'>;
  readonly graph: PrerequisiteGraph;
  readonly clock: Clock;
  /** How the system stands now, as far as this process can tell. */
  readonly health: () => Promise<SystemHealth>;
  readonly onError: (error: unknown) => void;
  /** Told after each look that was made: the dead-man's ping, and to wake delivery. */
  readonly onLooked: (report: { readonly open: number; readonly messages: number }) => void;
  readonly everyMs?: number;
}

const EVERY_MS = 10_000;

/** Watches the system itself (A19). One process at a time decides; the others find the book taken. */
export function startSystemAlerts(options: SystemAlertOptions): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => look(options));
  }, options.everyMs ?? EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function look({ alerts, graph, clock, health, onError, onLooked }: SystemAlertOptions): Promise<void> {
  try {
    const standing = await health();
    const commit = await alerts.decideSystem((book) =>
      decideSystemAlerts(book, standing, clock.now(), graph),
    );
    if (commit === null) return;
    const open = commit.book.alerts.filter(({ phase }) => phase !== 'resolved');
    onLooked({ open: open.length, messages: commit.messages.length });
  } catch (error) {
    onError(error);
  }
}
