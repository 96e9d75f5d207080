/** The shapes of answers, by the names this app uses; all but the last few are the contract's own. */
import type {
  Annotation,
  Assessment,
  Attestation,
  Cause,
  ClauseTrace,
  ComparedPark,
  Comparison,
  DeadLetter,
  DecidedBy,
  Explanation,
  Feed,
  IndicatorDetail,
  IndicatorState,
  LevelKind,
  Levels,
  LivePatch,
  LiveSnapshot,
  MeasureDefinitionAnswer,
  MeasureValueAnswer,
  Page,
  Park,
  PrimaryPoints,
  Quantity,
  Score,
  SecondaryPoints,
  Series,
  Session,
  Target,
  TargetRequest,
  Transition,
  Trend,
  Trends,
} from '@parkpulse/contracts';
import type {
  Grade,
  IndicatorId,
  Level,
  PrimaryId,
  SecondaryId,
  Tri,
  UnknownReason,
} from '@parkpulse/domain';

export type {
  Annotation,
  Assessment,
  Attestation,
  Cause,
  ClauseTrace,
  ComparedPark,
  Comparison,
  DeadLetter,
  DecidedBy,
  Explanation,
  Grade,
  IndicatorDetail,
  IndicatorId,
  IndicatorState,
  Level,
  LevelKind,
  Levels,
  LivePatch,
  LiveSnapshot,
  MeasureDefinitionAnswer,
  MeasureValueAnswer,
  Page,
  Park,
  PrimaryId,
  Quantity,
  Score,
  SecondaryId,
  Series,
  Session,
  Target,
  TargetRequest,
  Transition,
  Trend,
  Trends,
  Tri,
  UnknownReason,
};

/** A node of the score tree: the whole park, a primary, a secondary or a tertiary indicator. */
export type NodeId = 'Z' | PrimaryId | SecondaryId | IndicatorId;

export type NodePoints = PrimaryPoints | SecondaryPoints;

export type Interval = '1m' | '1h' | '1d';

/** A clause as the indicator page gets it; `missing` names members where the server tells them. */
export type ClauseState = ClauseTrace & { readonly missing?: readonly string[] };

/** A feed, with its rate where the server tells it. */
export type FeedState = Feed & { readonly periodSeconds?: number | null; readonly events?: number };

export interface Feeds {
  readonly backlog: number;
  readonly items: readonly FeedState[];
}

/** Where the values of a measure come from. */
export interface ProvenanceItem {
  readonly measure: string;
  readonly origin: 'recorded' | 'simulated' | 'live';
  readonly source: string;
  readonly licence: string | null;
}

export type NewAttestation = { readonly from: string; readonly to?: string; readonly note?: string } & (
  | { readonly clause: string; readonly status: 'met' | 'unmet' }
  | { readonly indicator: IndicatorId; readonly upTo: Level }
);
