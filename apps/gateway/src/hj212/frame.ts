/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/**
 * Why bytes are no frame, or a frame no message. The codes are stable: operators filter logs and metrics by them.
 * `FRAME_*` speak of one frame, `PACKET_*` of a message split over several.
 */
export type FaultCode =
  | 'FRAME_GARBAGE'
  | 'FRAME_SYNTAX'
  | 'FRAME_LENGTH'
  | 'FRAME_TOO_LONG'
  | 'FRAME_CRC'
  | 'FRAME_FIELD'
  | 'FRAME_TIME'
  | 'PACKET_RANGE'
  | 'PACKET_CONFLICT'
  | 'PACKET_LIMIT'
  | 'PACKET_TIMEOUT';

/** Bytes that were refused, with the reason; `detail` never quotes the password of the frame. */
export interface FrameFault {
  readonly kind: 'fault';
  readonly code: FaultCode;
  readonly detail: string;
  /** How many bytes the fault covers. */
  readonly bytes: number;
  /** Header fields as far as they could be read: they let the server answer a frame whose check failed. */
  readonly header: FrameHeader | null;
}

/** Editions of HJ 212 met in the field; devices stay mixed for years after HJ 212-2025 replaced 2017. */
export type ProtocolVersion = '2005' | '2017' | '2025' | 'unknown';

/** The fields before `CP`; null where the frame does not carry the field. */
export interface FrameHeader {
  readonly qn: string | null;
  readonly st: string;
  readonly cn: string;
  readonly pw: string | null;
  readonly mn: string;
  readonly flag: string | null;
  readonly pnum: string | null;
  readonly pno: string | null;
}

export interface Factor {
  /** The code as sent, such as `a34004` or `011`. */
  readonly code: string;
  readonly generation: '2005' | '2017' | 'other';
  /** Attributes as sent: `Rtd`, `Avg`, `Min`, `Max`, `Cou`, `SampleTime`, `Flag` … */
  readonly attributes: ReadonlyMap<string, string>;
  /** The data flag (N, F, M, S, D, C, T, B …), or null when the factor has none. */
  readonly flag: string | null;
}

/** One decoded HJ 212 message: a frame, or several packets put together. */
export interface Frame {
  readonly kind: 'frame';
  readonly declaredLength: number;
  readonly actualLength: number;
  readonly crc: { readonly declared: string; readonly computed: string; readonly matches: boolean };
  readonly header: FrameHeader;
  /** The edition, by the version bits of `Flag` where present, else by the generation of the factor codes. */
  readonly version: ProtocolVersion;
  readonly versionBasis: 'flag' | 'codes' | 'none';
  /** The sender asks for an answer (lowest bit of `Flag`). */
  readonly wantsAnswer: boolean;
  /** When the sender sent it (`QN`), or null. */
  readonly sentAt: Instant | null;
  /** What moment the data speaks of (`DataTime`), or null. */
  readonly dataTime: { readonly text: string; readonly at: Instant } | null;
  /** Entries of `CP` that are no factor: DataTime, RestartTime, QnRtn … */
  readonly fields: ReadonlyMap<string, string>;
  /** Factors in the order sent; a repeated code is kept as often as it was sent. */
  readonly factors: readonly Factor[];
  /** The data segment as text, for the digest that names the event. */
  readonly segment: string;
}

export interface DecodeOptions {
  /** `strict` refuses a frame whose check fails; `lenient` decodes it and says `crc.matches: false`. */
  readonly mode: 'strict' | 'lenient';
  /** The zone in which devices state local times. */
  readonly zone: string;
  /** The longest data segment accepted: HJ 212-2017 allows 1024 bytes, four digits allow 9999. */
  readonly maxDataBytes: number;
}

export const STRICT: DecodeOptions = { mode: 'strict', zone: 'Asia/Shanghai', maxDataBytes: 1024 };
export const LENIENT: DecodeOptions = { mode: 'lenient', zone: 'Asia/Shanghai', maxDataBytes: 9999 };

export function toFault(
  code: FaultCode,
  detail: string,
  bytes: number,
  header: FrameHeader | null = null,
): FrameFault {
  return { kind: 'fault', code, detail, bytes, header };
}
