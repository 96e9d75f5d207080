import type { IndicatorId, Instant, Level } from '@parkpulse/domain';

/** What a park means to reach with an indicator. */
export interface TargetRecord {
  readonly indicator: IndicatorId;
  readonly level: Level;
  readonly owner: string | null;
  /** The last day to reach it on, in the park's own calendar; null when open. */
  readonly due: string | null;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
}

/** Targets of parks. Duties: the newest change of an indicator is in force, and none is ever overwritten. */
export interface TargetStore {
  /** The targets in force, by indicator. */
  targets(park: string): Promise<readonly TargetRecord[]>;
  setTarget(park: string, target: TargetRecord): Promise<void>;
  /** Gives a target up; false when there was none. */
  dropTarget(
    park: string,
    dropped: Pick<TargetRecord, 'indicator' | 'recordedAt' | 'recordedBy'>,
  ): Promise<boolean>;
}
