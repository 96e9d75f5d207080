export { computeCrc, formatCrc } from './hj212/crc.js';
export { canonicalCode } from './hj212/factorCodes.js';
export { decodeFrame } from './hj212/decodeFrame.js';
export { encodeFrame, encodeReply, type Reply } from './hj212/encodeReply.js';
export {
  type DecodeOptions,
  type Factor,
  type FaultCode,
  type Frame,
  type FrameFault,
  type FrameHeader,
  LENIENT,
  type ProtocolVersion,
  STRICT,
} from './hj212/frame.js';
export { FrameReader, type ReaderItem } from './hj212/frameReader.js';
export { ASSEMBLY_LIMITS, type AssemblyLimits, PacketAssembler } from './hj212/packetAssembler.js';
export {
  type GatewayEvent,
  type StatusEvent,
  type Transmission,
  type TransmissionEvent,
} from './map/cloudEvent.js';
export { type DeviceMapping, type GatewayMapping, readMapping } from './map/mapping.js';
export { toTransmissions, type Translation } from './map/toTransmissions.js';
export { GatewayServer, type GatewayServerOptions } from './server/gatewayServer.js';
export { SERVER_LIMITS, type ServerLimits } from './server/limits.js';
export { GatewayStats } from './server/stats.js';
export { HTTP_SINK_DEFAULTS, HttpSink, type HttpSinkOptions } from './sink/httpSink.js';
export { type EventSink, type Outcome } from './sink/sink.js';
