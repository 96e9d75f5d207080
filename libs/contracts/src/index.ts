export { preferredLanguage, type Bilingual } from './bilingual.js';
export { CODES, EVENT_CODES, REQUEST_CODES, type Code, type CodeEntry, type EventCode } from './codes.js';
export { problemDocument, toProblem, type FieldError, type ProblemContent, type ProblemDocument } from './problem.js';

export { decodeEvent } from './events/decode.js';
export type {
  DecodeContext,
  Decoded,
  DecodedEvent,
  EventNotes,
  EventRecord,
  HeaderValue,
  MeasureCatalogue,
  MeasureTraits,
  RecordPosition,
  RejectedEvent,
} from './events/decodedEvent.js';
export { EVENT_TYPES, OUTGOING_TYPES, isEventType, type EventType, type OutgoingType } from './events/eventTypes.js';
export {
  DEFAULT_TOPICS,
  DEFAULT_TOPIC_PREFIX,
  INCOMING_TOPICS,
  OUTGOING_TOPICS,
  topicNames,
  topicRole,
  type TopicNames,
  type TopicRole,
} from './events/topics.js';

export {
  toQuantity,
  type Cause,
  type ClauseStatus,
  type Grade,
  type LevelKind,
  type Page,
  type Quantity,
  type Severity,
} from './api/primitives.js';
export {
  assessment,
  indicatorDetail,
  type Assessment,
  type ClauseTrace,
  type DecidedBy,
  type IndicatorDetail,
  type IndicatorState,
  type Levels,
  type NextLevel,
  type PrimaryPoints,
  type Score,
  type SecondaryPoints,
} from './api/assessmentShapes.js';
export {
  explanation,
  measureValue,
  series,
  transition,
  transitionPage,
  trend,
  type Explanation,
  type MeasureValueAnswer,
  type Series,
  type Transition,
  type Trend,
} from './api/historyShapes.js';
export {
  alert,
  alertPage,
  attestation,
  attestationPage,
  deadLetter,
  deadLetterPage,
  feed,
  feedsAnswer,
  ingestAnswer,
  park,
  parkPage,
  replayAnswer,
  type Alert,
  type AlertState,
  type Attestation,
  type DeadLetter,
  type Feed,
  type FeedsAnswer,
  type IngestAnswer,
  type Park,
  type ReplayAnswer,
} from './api/operationShapes.js';
export {
  CHANNEL_KINDS,
  ROLES,
  TOKEN_SCOPES,
  channel,
  channelPage,
  channelTest,
  issuedToken,
  listedToken,
  session,
  tokenPage,
  type Channel,
  type ChannelKind,
  type ChannelTest,
  type IssuedToken,
  type ListedToken,
  type Role,
  type Session,
  type TokenScope,
} from './api/accessShapes.js';
export {
  inferAnswer,
  scoreAnswer,
  standardAnswer,
  type ConditionShape,
  type InferAnswer,
  type ScoreAnswer,
  type StandardAnswer,
  type StandardClauseAnswer,
  type StandardIndicatorAnswer,
  type StandardMeasureAnswer,
} from './api/standardShapes.js';
export { measureDefinition, type MeasureDefinitionAnswer } from './api/definitionShapes.js';

export {
  LIVE_NAMESPACE,
  type ClientToServerEvents,
  type LiveAlert,
  type LiveFeed,
  type LivePatch,
  type LiveSnapshot,
  type ServerToClientEvents,
  type WatchReply,
  type WatchRequest,
} from './live.js';
