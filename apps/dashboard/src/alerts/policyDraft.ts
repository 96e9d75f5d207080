import type { AlertPolicyAnswer, Severity } from '@parkpulse/contracts';

const MINUTE = 60;
/** What a rung that is off would wait, should it be turned on. */
const USUAL_WAIT: Readonly<Record<number, number>> = { 1: 15, 2: 60, 3: 240 };

export interface RungDraft {
  readonly step: number;
  isOn: boolean;
  after: number;
  from: Severity;
}

export type PolicyDraft = ReturnType<typeof toDraft>;

/** A policy as its form holds it: minutes where people think in minutes. */
export function toDraft(policy: AlertPolicyAnswer) {
  const { groupWaitSeconds, groupIntervalSeconds, repeatSeconds, quietHours, quietNotices, storm } = policy;
  return {
    wait: groupWaitSeconds,
    interval: groupIntervalSeconds / MINUTE,
    repeat: {
      alarm: repeatSeconds.alarm / MINUTE,
      warning: repeatSeconds.warning / MINUTE,
      reminder: repeatSeconds.reminder / MINUTE,
    },
    rungs: [1, 2, 3].map((step) => rungOf(policy, step)),
    hasQuiet: quietHours !== null,
    quietFrom: quietHours?.from ?? '22:00',
    quietTo: quietHours?.to ?? '07:00',
    quietNotices,
    above: storm.above,
    within: storm.withinSeconds / MINUTE,
    until: storm.until,
    every: storm.intervalSeconds,
  };
}

function rungOf({ escalation }: AlertPolicyAnswer, step: number): RungDraft {
  const rung = escalation.find((one) => one.step === step);
  if (rung === undefined) return { step, isOn: false, after: USUAL_WAIT[step] ?? MINUTE, from: 'warning' };
  return { step, isOn: true, after: rung.afterSeconds / MINUTE, from: rung.from };
}

/** Writes a form back into a policy; what the form does not show stays as it was. */
export function fromDraft(draft: PolicyDraft, policy: AlertPolicyAnswer): AlertPolicyAnswer {
  const { repeat, rungs, hasQuiet, quietFrom, quietTo } = draft;
  const seconds = (minutes: number): number => Math.round(minutes * MINUTE);
  return {
    ...policy,
    groupWaitSeconds: draft.wait,
    groupIntervalSeconds: seconds(draft.interval),
    repeatSeconds: {
      alarm: seconds(repeat.alarm),
      warning: seconds(repeat.warning),
      reminder: seconds(repeat.reminder),
    },
    escalation: rungs
      .filter(({ isOn }) => isOn)
      .map(({ step, after, from }) => ({ step, afterSeconds: seconds(after), from })),
    quietHours: hasQuiet ? { from: quietFrom, to: quietTo } : null,
    quietNotices: draft.quietNotices,
    storm: {
      above: draft.above,
      withinSeconds: seconds(draft.within),
      until: draft.until,
      intervalSeconds: draft.every,
    },
  };
}
