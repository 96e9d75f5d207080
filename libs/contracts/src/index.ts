// Codes, languages and error answers.
export { preferredLanguage, type Bilingual } from './bilingual.js';
export { CODES, EVENT_CODES, REQUEST_CODES, type Code, type CodeEntry, type EventCode } from './codes.js';
export {
  problemDocument,
  toProblem,
  type FieldError,
  type ProblemContent,
  type ProblemDocument,
} from './problem.js';

// Events: types, topics, building and reading them.
export {
  EVENT_TYPES,
  OUTGOING_TYPES,
  isEventType,
  type EventType,
  type OutgoingType,
} from './events/eventTypes.js';
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
  CLOUD_EVENT_BATCH_MEDIA,
  CLOUD_EVENT_MEDIA,
  cloudEvent,
  toMessage,
  type CloudEvent,
  type CloudEventDraft,
  type EventMessage,
} from './events/cloudEvent.js';
export { DATA_SCHEMAS, EVENT_SCHEMAS, type EventData } from './events/eventSchemas.js';
export { decodeEvent, decodeRows } from './events/decode.js';
export { openColumns } from './events/fast/columnSink.js';
export { type ColumnEvent, type FactColumns, type FactNames } from './events/fast/factColumns.js';
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

// Text, numbers and times as they cross the wire.
export {
  REQUEST_LIMITS,
  EVENT_LIMITS,
  readJson,
  type JsonReading,
  type JsonRefusal,
} from './json/readJson.js';
export { type JsonLimits, type JsonValue } from './json/jsonReader.js';
export { ExactNumber, numberText } from './json/exactNumber.js';
export { parseInstant, toTimeText, type InstantReading } from './time/rfc3339.js';
export { parsePeriod, type PeriodName } from './time/periods.js';

// Requests of the HTTP API.
export { parseRequest, reportFault, type ParsedRequest } from './api/parseRequest.js';
export { parkId, recordId } from './api/requestFields.js';
export {
  MAX_SPAN,
  MAX_SPAN_OF_INTERVAL,
  alertQuery,
  annotationQuery,
  attestationQuery,
  deadLetterQuery,
  registerQuery,
  definitionQuery,
  indicatorQuery,
  momentQuery,
  pageQuery,
  seriesQuery,
  spanQuery,
  transitionQuery,
  trendQuery,
  trendsQuery,
  valueQuery,
} from './api/queries.js';
export {
  ackRequest,
  attestationRequest,
  channelRequest,
  commentRequest,
  definitionRequest,
  parkPatch,
  parkRequest,
  registryPreviewRequest,
  replayRequest,
  shelveRequest,
  signInRequest,
  tokenRequest,
  type AttestationRequest,
  type ChannelRequest,
  type DefinitionRequest,
} from './api/requests.js';
export {
  conclusion,
  eligibilityRequest,
  judgementRequest,
  type ConclusionAnswer,
} from './api/conclusionShapes.js';
export { inferRequest, scoreRequest, type InferRequest } from './api/standardRequests.js';
export {
  alertPolicyAnswer,
  alertPolicyRequest,
  deadManAnswer,
  deadManRequest,
  dutyRosterAnswer,
  dutyRosterRequest,
  escalateRequest,
  type AlertPolicyAnswer,
  type AlertPolicyRequest,
  type DeadManAnswer,
  type DutyRosterAnswer,
  type DutyRosterRequest,
  type DutyShift,
  type HoldRequest,
} from './api/alertSettings.js';
export { type BacktestRequest, backtestRequest } from './api/backtestRequest.js';
export {
  alertDetail,
  alertFigures,
  alertMessage,
  alertRulePage,
  backtestAnswer,
  type AlertDetailAnswer,
  type AlertFigures,
  type AlertMessageAnswer,
  type AlertRuleAnswer,
  type BacktestAnswer,
  type BacktestOutcome,
  type HoldAnswer,
} from './api/alertShapes.js';
export { type GivenMeasure } from './api/givenMeasure.js';

// Answers of the HTTP API.
export {
  CHANNEL_KINDS,
  INTERVALS,
  ROLES,
  TOKEN_SCOPES,
  type ChannelKind,
  type Interval,
  type Role,
  type TokenScope,
} from './api/choices.js';
export {
  type Cause,
  type ClauseStatus,
  type Grade,
  type LevelKind,
  type Page,
  type Severity,
} from './api/primitives.js';
export { toQuantity, type Quantity } from './api/quantity.js';
export {
  channel,
  channelPage,
  channelTest,
  issuedToken,
  listedToken,
  session,
  tokenPage,
  type Channel,
  type ChannelTest,
  type IssuedToken,
  type ListedToken,
  type Session,
} from './api/accessShapes.js';
export {
  assessment,
  indicatorDetail,
  indicatorPage,
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
export { measureDefinition, type MeasureDefinitionAnswer } from './api/definitionShapes.js';
export {
  explanation,
  measurePage,
  measureValue,
  series,
  transition,
  transitionPage,
  trend,
  trends,
  registerItem,
  registerPage,
  registryPreview,
  type RegisterItem,
  type Explanation,
  type RegistryPreview,
  type MeasureValueAnswer,
  type Series,
  type Transition,
  type Trend,
  type Trends,
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

export { annotation, annotationPage, type Annotation } from './api/annotationShapes.js';
export { comparison, type ComparedPark, type Comparison } from './api/comparisonShapes.js';
export { target, targetPage, targetRequest, type Target, type TargetRequest } from './api/targetShapes.js';

// Walls.
export {
  wallApprovalRequest,
  wallClaimRequest,
  wallPatch,
  wallReportRequest,
  type WallControlChange,
  type WallPatch,
} from './api/wallRequests.js';
export {
  WALL_SCENES,
  ownWall,
  places,
  wall,
  wallClaim,
  wallPage,
  wallPairing,
  type OwnWall,
  type Places,
  type Wall,
  type WallClaim,
  type WallControl,
  type WallInstallation,
  type WallPairing,
  type WallReport,
  type WallScene,
} from './api/wallShapes.js';

// Live push.
export { livePatch, type LivePatch } from './api/livePatchShape.js';
export {
  LIVE_NAMESPACE,
  type ClientToServerEvents,
  type LiveAlert,
  type LiveFeed,
  type LiveSnapshot,
  type ServerToClientEvents,
  type WatchReply,
  type WatchRequest,
} from './live.js';
