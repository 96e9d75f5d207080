import { computeCrc, formatCrc } from './crc.js';
import {
  type DecodeOptions,
  type Factor,
  type Frame,
  type FrameFault,
  type FrameHeader,
  type ProtocolVersion,
  STRICT,
  toFault,
} from './frame.js';
import { parseStamp } from './localTime.js';
import { parseBody, parseSegment } from './parseSegment.js';

const HASH = 0x23;
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030');

/** Frames are ASCII; free text in them comes as UTF-8 or, more often, as GB 18030. */
function toText(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte < 0x80)) return Buffer.from(bytes).toString('latin1');
  try {
    return UTF8.decode(bytes);
  } catch {
    return GB18030.decode(bytes);
  }
}

function trimLineEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0d || bytes[end - 1] === 0x0a)) end -= 1;
  return bytes.subarray(0, end);
}

/** The parts of a frame before its text is read. */
interface Envelope {
  readonly kind: 'envelope';
  readonly declared: number;
  readonly data: Uint8Array;
  readonly crc: Frame['crc'];
  readonly size: number;
}

function openEnvelope(input: Uint8Array, maxDataBytes: number): Envelope | FrameFault {
  const bytes = trimLineEnd(input);
  const size = bytes.length;
  if (size < 10 || bytes[0] !== HASH || bytes[1] !== HASH) {
    return toFault('FRAME_SYNTAX', 'A frame starts with ## and has a length and a check.', size);
  }
  const length = Buffer.from(bytes.subarray(2, 6)).toString('latin1');
  if (!/^\d{4}$/.test(length)) return toFault('FRAME_SYNTAX', 'The length is not four digits.', size);
  const declared = Number(length);
  const actual = size - 10;
  if (Math.max(declared, actual) > maxDataBytes) {
    return toFault('FRAME_TOO_LONG', `The data segment is longer than ${maxDataBytes} bytes.`, size);
  }
  if (declared !== actual) {
    return toFault('FRAME_LENGTH', `${declared} bytes are declared and ${actual} are there.`, size);
  }
  const check = Buffer.from(bytes.subarray(6 + declared)).toString('latin1');
  if (!/^[0-9a-fA-F]{4}$/.test(check))
    return toFault('FRAME_SYNTAX', 'The check is not four hex digits.', size);
  const data = bytes.subarray(6, 6 + declared);
  const computed = formatCrc(computeCrc(data));
  const crc = { declared: check, computed, matches: check.toUpperCase() === computed };
  return { kind: 'envelope', declared, data, crc, size };
}

function toVersion(header: FrameHeader, factors: readonly Factor[]): Pick<Frame, 'version' | 'versionBasis'> {
  if (header.flag !== null) {
    // The upper six bits of Flag; that 2 stands for HJ 212-2025 follows the count and is not confirmed.
    const editions: readonly ProtocolVersion[] = ['2005', '2017', '2025'];
    return { version: editions[Number(header.flag) >> 2] ?? 'unknown', versionBasis: 'flag' };
  }
  const generations = new Set(factors.map(({ generation }) => generation));
  if (generations.has('2017')) return { version: '2017', versionBasis: 'codes' };
  if (generations.has('2005')) return { version: '2005', versionBasis: 'codes' };
  return { version: 'unknown', versionBasis: 'none' };
}

function readTimes(
  header: FrameHeader,
  fields: ReadonlyMap<string, string>,
  options: DecodeOptions,
): Pick<Frame, 'sentAt' | 'dataTime'> | string {
  const sentAt = header.qn === null ? null : parseStamp(header.qn, options.zone);
  if (header.qn !== null && sentAt === null && options.mode === 'strict')
    return 'QN is no moment of the calendar.';
  const text = fields.get('DataTime');
  if (text === undefined) return { sentAt, dataTime: null };
  const at = parseStamp(text, options.zone);
  if (at === null) return 'DataTime is no moment of the calendar.';
  return { sentAt, dataTime: { text, at } };
}

function readContent(envelope: Envelope, options: DecodeOptions): Frame | FrameFault {
  const { size, crc, declared } = envelope;
  const segment = toText(envelope.data);
  const parsed = parseSegment(segment);
  if (parsed.kind === 'refused') return toFault(parsed.code, parsed.detail, size);
  const { header } = parsed;
  if (!crc.matches && options.mode === 'strict') {
    const detail = `The check says ${crc.declared} and the data gives ${crc.computed}.`;
    return toFault('FRAME_CRC', detail, size, header);
  }
  const body = parseBody(parsed.body);
  if (typeof body === 'string') return toFault('FRAME_SYNTAX', body, size, header);
  const times = readTimes(header, body.fields, options);
  if (typeof times === 'string') return toFault('FRAME_TIME', times, size, header);
  return {
    kind: 'frame',
    declaredLength: declared,
    actualLength: envelope.data.length,
    crc,
    header,
    ...toVersion(header, body.factors),
    wantsAnswer: (Number(header.flag ?? 0) & 1) === 1,
    ...times,
    ...body,
    segment,
  };
}

/**
 * Decodes the bytes of one HJ 212 frame, from `##` to the check, with or without the closing CR LF.
 * It never throws: what is no frame comes back as a fault with a stable code. In strict mode a check that does not
 * fit is the fault FRAME_CRC; in lenient mode the frame is decoded and `crc.matches` is false.
 */
export function decodeFrame(bytes: Uint8Array, options: DecodeOptions = STRICT): Frame | FrameFault {
  const envelope = openEnvelope(bytes, options.maxDataBytes);
  if (envelope.kind === 'fault') return envelope;
  const content = readContent(envelope, options);
  // A broken check explains a broken text better than the text does.
  if (content.kind === 'fault' && !envelope.crc.matches && options.mode === 'strict') {
    return { ...content, code: 'FRAME_CRC', detail: 'The check does not fit the data.' };
  }
  return content;
}
