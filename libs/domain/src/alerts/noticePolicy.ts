import type { DailyHours } from './onDuty.js';
import { type AlertSeverity, compareSeverity } from './severity.js';
import type { ThresholdSettings } from './thresholds.js';
import type { AlertAudience, HoldPolicy } from './ruleCatalogue.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One rung of the ladder: told when nobody has acknowledged by then. */
export interface EscalationStep {
  readonly step: number;
  readonly afterMs: number;
  readonly from: AlertSeverity;
}

/** When people are told: waits, repeats, escalation, quiet hours, storm limits. Milliseconds. */
export interface NoticePolicy {
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatMs: Readonly<Record<AlertSeverity, number>>;
  readonly escalation: readonly EscalationStep[];
  /** In these hours only alarms climb the ladder; null: at any time all do. */
  readonly quietHours: DailyHours | null;
  /** Whether quiet hours hold back first notices and repeats as well, until they end. */
  readonly quietNotices: boolean;
  readonly storm: {
    readonly above: number;
    readonly withinMs: number;
    readonly until: number;
    readonly intervalMs: number;
  };
  /** What a park sets otherwise than the rules' defaults. */
  readonly holds: Readonly<Partial<Record<string, Partial<HoldPolicy>>>>;
  readonly thresholds: ThresholdSettings;
}

/** The defaults of the domain reference, section 6. */
export const DEFAULT_NOTICE_POLICY: NoticePolicy = {
  groupWaitMs: 10_000,
  groupIntervalMs: 5 * MINUTE,
  repeatMs: { alarm: HOUR, warning: 4 * HOUR, reminder: 4 * HOUR },
  escalation: [
    { step: 1, afterMs: 15 * MINUTE, from: 'warning' },
    { step: 2, afterMs: HOUR, from: 'warning' },
    { step: 3, afterMs: 4 * HOUR, from: 'alarm' },
  ],
  quietHours: { from: '22:00', to: '07:00' },
  quietNotices: false,
  storm: { above: 10, withinMs: 10 * MINUTE, until: 5, intervalMs: MINUTE },
  holds: {},
  thresholds: {},
};

/** A channel as the decision sees it; how it is reached is the adapter's. */
export interface NoticeChannel {
  readonly id: string;
  readonly minSeverity: AlertSeverity;
  /** 0: told first; 1 to 3: a rung of the escalation ladder only. */
  readonly step: number;
  readonly audience: AlertAudience | 'all';
}

/** Tells whether a channel takes alerts of a severity and audience. */
export function takes(channel: NoticeChannel, severity: AlertSeverity, audience: AlertAudience): boolean {
  return (
    compareSeverity(severity, channel.minSeverity) >= 0 &&
    (channel.audience === 'all' || channel.audience === audience)
  );
}
