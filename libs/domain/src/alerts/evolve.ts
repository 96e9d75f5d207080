import type { Instant } from '../telemetry/facts.js';
import type { Alert, AlertPhase, AlertSight } from './alert.js';
import type { AlertChange, AlertEvent } from './alertEvent.js';

/** Folds one event into an alert; null before it was opened. Throws for an event of an alert that is not there. */
export function evolveAlert(alert: Alert | null, event: AlertEvent): Alert {
  if (event.kind === 'opened') return openAlert(event);
  if (alert === null) throw new Error(`${event.kind} of an alert that was never opened: ${event.alert}`);
  return applyChange(alert, event, event.at);
}

/** Folds events in order. */
export function evolveAll(alert: Alert | null, events: readonly AlertEvent[]): Alert | null {
  return events.reduce<Alert | null>(evolveAlert, alert);
}

function openAlert({
  alert: id,
  at,
  key,
  severity,
  evidence,
  since,
}: Extract<AlertEvent, { kind: 'opened' }>): Alert {
  return {
    id,
    key,
    phase: 'pending',
    sight: 'breached',
    severity,
    evidence,
    since,
    openedAt: at,
    firedAt: null,
    raisedAt: null,
    breachedAt: at,
    clearSince: null,
    resolvedAt: null,
    resolution: null,
    transition: 0,
    group: null,
    root: null,
    suppressed: null,
    acknowledged: null,
    assignee: null,
    shelf: null,
    told: {},
    escalated: 0,
  };
}

type Applied = {
  readonly [Kind in AlertChange['kind']]?: (
    alert: Alert,
    change: Extract<AlertChange, { kind: Kind }>,
    at: Instant,
  ) => Alert;
};

const APPLY: Applied = {
  fired: (alert, _change, at) => ({
    ...alert,
    phase: 'firing',
    firedAt: at,
    raisedAt: at,
    transition: alert.transition + 1,
  }),
  worsened: (alert, { severity, evidence }, at) => ({
    ...alert,
    severity,
    evidence,
    raisedAt: at,
    transition: alert.transition + 1,
    acknowledged: null,
    escalated: 0,
  }),
  changed: (alert, { severity, evidence }) => ({ ...alert, severity, evidence }),
  seen: (alert, { sight, resolution }, at) => seeAs(alert, sight, at, resolution),
  resolved: (alert, { resolution }, at) => ({
    ...alert,
    phase: 'resolved',
    resolvedAt: at,
    resolution,
    transition: alert.transition + 1,
    shelf: null,
  }),
  acknowledged: (alert, { by }, at) => ({ ...alert, acknowledged: { by, at } }),
  assigned: (alert, { to }) => ({ ...alert, assignee: to }),
  shelved: (alert, { shelf }) => ({ ...alert, shelf }),
  unshelved: (alert) => ({ ...alert, shelf: null }),
  suppressed: (alert, { suppression }) => ({ ...alert, suppressed: suppression }),
  // Whoever was told before is told again that it still holds; nobody could acknowledge it meanwhile.
  released: (alert, _change, at) => ({
    ...alert,
    suppressed: null,
    raisedAt: alert.firedAt === null ? null : at,
    escalated: 0,
    transition: Object.keys(alert.told).length > 0 ? alert.transition + 1 : alert.transition,
  }),
  grouped: (alert, { group, root }) => ({ ...alert, group, root }),
  told: (alert, { channel, told }) => ({ ...alert, told: { ...alert.told, [channel]: told } }),
  escalated: (alert, { step }) => ({ ...alert, escalated: step }),
};

function applyChange(alert: Alert, change: AlertChange, at: Instant): Alert {
  const apply = APPLY[change.kind] as ((alert: Alert, change: AlertChange, at: Instant) => Alert) | undefined;
  return apply?.(alert, change, at) ?? alert;
}

function seeAs(alert: Alert, sight: AlertSight, at: Instant, resolution: Alert['resolution']): Alert {
  const wasBreached = alert.sight === 'breached';
  const clearSince = sight === 'clear' ? (alert.clearSince ?? at) : null;
  return {
    ...alert,
    sight,
    phase: phaseWhen(alert.phase, sight),
    breachedAt: wasBreached || sight === 'breached' ? at : alert.breachedAt,
    clearSince,
    resolution: sight === 'clear' ? resolution : null,
  };
}

// Never well because data vanished: what cannot be seen is as it was when it was last seen breached.
function phaseWhen(phase: AlertPhase, sight: AlertSight): AlertPhase {
  if (phase !== 'firing' && phase !== 'recovering') return phase;
  return sight === 'easing' || sight === 'clear' ? 'recovering' : 'firing';
}
