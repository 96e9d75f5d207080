export { demoAttestations, type DemoAttestation } from './demo/attestations.js';
export { demoDeclaration, demoJudgements } from './demo/conclusion.js';
export { DemoCalendar } from './demo/demoCalendar.js';
export { DEMO_PARK } from './demo/demoPark.js';
export {
  type DemoEvent,
  demoHistory,
  type DemoLive,
  demoLive,
  demoRegistry,
  DemoWorld,
} from './demo/demoWorld.js';
export { demoManifest, type DemoProvenance, type DemoSource } from './demo/manifest.js';
export {
  type CloudEvent,
  countItems,
  type EventHead,
  type OutboundEvent,
  type Payload,
  type RegistryData,
  toOutbound,
  toTime,
} from './event/cloudEvent.js';
export { packItems, type PackOptions, type TimedItem } from './event/packItems.js';
export { FLEETS, type Fleet, fleetRegistry, type FleetSize, type IncidentPlan } from './incidents/fleet.js';
export { type IncidentKind, INCIDENTS } from './incidents/incidents.js';
export { AIR_QUALITY } from './recorded/airQuality.js';
export { ENERGY_FEEDS, ENERGY_METERS } from './recorded/energyMeters.js';
export { IOT_HEARTBEATS } from './recorded/iotHeartbeats.js';
export { daysToEndAt, shiftByDays } from './recorded/localShift.js';
export { type NeededDefinition, type RecordedSet, type ReplayOptions } from './recorded/recordedSet.js';
export { RECORDED_SETS } from './recorded/sets.js';
export { WATER_PROCESS } from './recorded/waterProcess.js';
export { HttpSender, type HttpSendOptions, SendError } from './send/http.js';
export { paceEvents, replay, type ReplayPace, type ReplayTotals } from './send/replay.js';
export { type Refusal, type SendReport, type Sink } from './send/sink.js';
