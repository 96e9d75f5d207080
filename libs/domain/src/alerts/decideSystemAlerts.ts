import type { Instant } from '../telemetry/facts.js';
import type { AlertBook } from './book.js';
import { type AlertDecision, conclude } from './decideAlerts.js';
import { LifeRun } from './lifeRun.js';
import type { PrerequisiteGraph } from './prerequisites.js';
import { type SystemHealth, judgeSystem } from './rules/systemHealth.js';

/** Decides the alerts on the system itself (A19) from how it stands now; the same life, notices and outbox as any other. */
export function decideSystemAlerts(
  book: AlertBook,
  health: SystemHealth,
  now: Instant,
  graph: PrerequisiteGraph,
): AlertDecision {
  const run = new LifeRun(book, book.memory);
  run.observe(
    'A19',
    judgeSystem(health, now, (key) => run.openFor(key)),
    now,
  );
  run.passTime(now, () => true);
  return conclude(run, now, graph);
}
