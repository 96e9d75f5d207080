import { type Alert, isActive } from './alert.js';
import type { NoticeRun } from './noticeRun.js';
import type { PrerequisiteGraph } from './prerequisites.js';
import { rootOf } from './rootCause.js';

/**
 * Names the cause of each alert that fired and puts it into a group: that of its root cause, else that of its severity. It
 * may still join a root's group while nobody has been told of it.
 */
export function gatherGroups(run: NoticeRun, graph: PrerequisiteGraph): void {
  const { alerts } = run;
  const roots = new Map(alerts.flatMap((alert) => rootEntry(alert, alerts, graph)));
  const causes = new Set(roots.values());
  for (const alert of alerts) {
    if (!isGatherable(alert)) continue;
    const root = roots.get(alert.id) ?? null;
    const top = topOf(roots, alert.id);
    const group = root !== null || causes.has(alert.id) ? `root:${top}` : `severity:${alert.severity}`;
    if (alert.group !== group || alert.root !== root) run.note(alert, { kind: 'grouped', group, root });
  }
}

function rootEntry(
  alert: Alert,
  alerts: readonly Alert[],
  graph: PrerequisiteGraph,
): readonly (readonly [string, string])[] {
  if (!isGatherable(alert)) return alert.root === null ? [] : [[alert.id, alert.root]];
  const root = rootOf(alert, alerts, graph);
  return root === null ? [] : [[alert.id, root.id]];
}

function isGatherable(alert: Alert): boolean {
  if (alert.firedAt === null || Object.keys(alert.told).length > 0) return false;
  return alert.group === null || isActive(alert);
}

// The cause of the cause, and so on; two that name each other end the walk.
function topOf(roots: ReadonlyMap<string, string>, id: string): string {
  const seen = new Set([id]);
  let top = id;
  for (let next = roots.get(top); next !== undefined && !seen.has(next); next = roots.get(top)) {
    seen.add(next);
    top = next;
  }
  return top;
}
