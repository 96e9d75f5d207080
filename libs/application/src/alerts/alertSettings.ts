import {
  type AlertPolicyAnswer,
  type AlertPolicyRequest,
  type DutyRosterAnswer,
  type DutyRosterRequest,
  type HoldRequest,
  toTimeText,
} from '@parkpulse/contracts';
import {
  ALERT_RULE_IDS,
  type HoldPolicy,
  type Instant,
  type NoticePolicy,
  type Shift,
  endOfHours,
  onDutyAt,
} from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import { can } from '../identity/policy.js';
import type { Clock, IdentityStore, ParkRecord } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { AlertSetting, AlertSettings, ChangedBy } from './deskPorts.js';

export interface AlertSettingPorts {
  readonly alertSettings: AlertSettings;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

const STALE = {
  zh: '其他人刚刚修改过，请重新载入后再保存',
  en: 'Somebody else has changed it meanwhile; load it again before you save',
};

/** How a park is told of alerts. */
export async function alertPolicyOf(
  { alertSettings }: Pick<AlertSettingPorts, 'alertSettings'>,
  park: ParkRecord,
): Promise<AlertPolicyAnswer | Refused> {
  const setting = await alertSettings.setting(park.id);
  return setting === null ? refused('UNKNOWN_PARK') : policyAnswer(setting);
}

/** Sets how a park is told of alerts, from now on: nothing is raised for what has been. */
export async function putAlertPolicy(
  ports: AlertSettingPorts,
  actor: Actor,
  park: ParkRecord,
  asked: AlertPolicyRequest,
): Promise<AlertPolicyAnswer | Refused> {
  const { revision = null, ...wanted } = asked;
  const [by, at] = [actorName(actor), ports.clock.now()];
  const change = { park: park.id, revision, by, at };
  if (!(await ports.alertSettings.putPolicy(change, toPolicy(wanted))))
    return refused('PRECONDITION_FAILED', STALE);
  await ports.identity.audit({ at, actor: by, action: 'alertPolicy.changed', park: park.id, detail: wanted });
  return alertPolicyOf(ports, park);
}

/** Who is on duty: the roster, who is there now, who comes next. Telephone numbers are for those who keep it. */
export async function dutyRosterOf(
  { alertSettings, clock }: Pick<AlertSettingPorts, 'alertSettings' | 'clock'>,
  actor: Actor,
  park: ParkRecord,
): Promise<DutyRosterAnswer | Refused> {
  const setting = await alertSettings.setting(park.id);
  if (setting === null) return refused('UNKNOWN_PARK');
  const isOpen = can(actor, 'duty.change', park.id) === 'allowed';
  const shown = setting.shifts.map((shift) =>
    isOpen ? shift : { ...shift, mobile: maskMobile(shift.mobile) },
  );
  return {
    revision: setting.revision,
    timeZone: park.timeZone,
    shifts: shown,
    ...dutyNow(shown, clock.now(), park.timeZone),
    ...changedAnswer(setting.shiftsChanged),
  };
}

/** Sets the roster of the duty desk. */
export async function putDutyRoster(
  ports: AlertSettingPorts,
  actor: Actor,
  park: ParkRecord,
  { revision, shifts }: DutyRosterRequest,
): Promise<DutyRosterAnswer | Refused> {
  const [by, at] = [actorName(actor), ports.clock.now()];
  const change = { park: park.id, revision, by, at };
  if (!(await ports.alertSettings.putShifts(change, shifts))) return refused('PRECONDITION_FAILED', STALE);
  const detail = { shifts: shifts.map(({ mobile, ...shift }) => ({ ...shift, mobile: maskMobile(mobile) })) };
  await ports.identity.audit({ at, actor: by, action: 'dutyRoster.changed', park: park.id, detail });
  return dutyRosterOf(ports, actor, park);
}

function dutyNow(
  shifts: readonly Shift[],
  now: Instant,
  zone: string,
): Pick<DutyRosterAnswer, 'onDuty' | 'next'> {
  const current = onDutyAt(shifts, now, zone);
  const next = nextShift(shifts, { current, now, zone });
  return {
    onDuty: current === null ? null : { ...current, until: toTimeText(endOfHours(current, now, zone)) },
    next: next === null ? null : { ...next.shift, at: toTimeText(next.at) },
  };
}

const MINUTE = 60_000;
const WEEK_MS = 7 * 86_400_000;

/** The next instant at which somebody else is on duty, looked for at every beginning and end of a shift. */
function nextShift(
  shifts: readonly Shift[],
  { current, now, zone }: { readonly current: Shift | null; readonly now: Instant; readonly zone: string },
): { readonly shift: Shift; readonly at: Instant } | null {
  for (let at = now; at - now < WEEK_MS;) {
    const edges = shifts.flatMap(({ from, to }) =>
      [from, to].map((time) => endOfHours({ from: time, to: time }, at, zone)),
    );
    if (edges.length === 0) return null;
    at = Math.min(...edges);
    const shift = onDutyAt(shifts, at, zone);
    if (shift !== null && shift !== current) return { shift, at };
    at += MINUTE / 2;
  }
  return null;
}

function maskMobile(mobile: string | null): string | null {
  return mobile === null ? null : `${mobile.slice(0, 3)}****${mobile.slice(-2)}`;
}

/** Reads what people set as seconds into the policy the decision takes. */
export function toPolicy(asked: Omit<AlertPolicyRequest, 'revision'>): NoticePolicy {
  const { repeatSeconds, escalation, storm, holds, thresholds } = asked;
  return {
    groupWaitMs: asked.groupWaitSeconds * 1000,
    groupIntervalMs: asked.groupIntervalSeconds * 1000,
    repeatMs: {
      alarm: repeatSeconds.alarm * 1000,
      warning: repeatSeconds.warning * 1000,
      reminder: repeatSeconds.reminder * 1000,
    },
    escalation: escalation.map(({ afterSeconds, ...rung }) => ({ ...rung, afterMs: afterSeconds * 1000 })),
    quietHours: asked.quietHours,
    quietNotices: asked.quietNotices,
    storm: {
      above: storm.above,
      withinMs: storm.withinSeconds * 1000,
      until: storm.until,
      intervalMs: storm.intervalSeconds * 1000,
    },
    holds: Object.fromEntries(Object.entries(holds).map(([rule, hold]) => [rule, toHold(hold)])),
    thresholds,
  };
}

/** Reads a hold that people set. */
export function toHold(asked: HoldRequest): Partial<HoldPolicy> {
  const { forSeconds, recoverForSeconds, keepFiringSeconds, ...blind } = asked;
  return {
    ...blind,
    ...(forSeconds === undefined ? {} : { forMs: forSeconds * 1000 }),
    ...(recoverForSeconds === undefined ? {} : { recoverForMs: recoverForSeconds * 1000 }),
    ...(keepFiringSeconds === undefined ? {} : { keepFiringMs: keepFiringSeconds * 1000 }),
  };
}

function policyAnswer({ revision, policy, policyChanged }: AlertSetting): AlertPolicyAnswer {
  const { groupWaitMs, groupIntervalMs, repeatMs, escalation, quietHours, quietNotices, storm } = policy;
  return {
    revision,
    groupWaitSeconds: groupWaitMs / 1000,
    groupIntervalSeconds: groupIntervalMs / 1000,
    repeatSeconds: {
      alarm: repeatMs.alarm / 1000,
      warning: repeatMs.warning / 1000,
      reminder: repeatMs.reminder / 1000,
    },
    escalation: escalation.map(({ afterMs, ...rung }) => ({ ...rung, afterSeconds: afterMs / 1000 })),
    quietHours,
    quietNotices,
    storm: {
      above: storm.above,
      withinSeconds: storm.withinMs / 1000,
      until: storm.until,
      intervalSeconds: storm.intervalMs / 1000,
    },
    holds: holdsAnswer(policy.holds),
    thresholds: policy.thresholds,
    ...changedAnswer(policyChanged),
  };
}

function holdsAnswer(holds: NoticePolicy['holds']): AlertPolicyAnswer['holds'] {
  return Object.fromEntries(
    ALERT_RULE_IDS.flatMap((rule) => {
      const hold = holds[rule];
      return hold === undefined ? [] : [[rule, holdAnswer(hold)]];
    }),
  );
}

function holdAnswer(hold: Partial<HoldPolicy>): HoldRequest {
  const { forMs, recoverForMs, keepFiringMs, noData, error } = hold;
  return {
    ...(forMs === undefined ? {} : { forSeconds: forMs / 1000 }),
    ...(recoverForMs === undefined ? {} : { recoverForSeconds: recoverForMs / 1000 }),
    ...(keepFiringMs === undefined ? {} : { keepFiringSeconds: keepFiringMs / 1000 }),
    ...(noData === undefined ? {} : { noData }),
    ...(error === undefined ? {} : { error }),
  };
}

function changedAnswer(changed: ChangedBy | null) {
  return {
    changedBy: changed?.by ?? null,
    changedAt: changed === null ? null : toTimeText(changed.at),
  };
}
