import { type Factor, type Frame, type FrameFault, type Instant, toFault } from './frame.js';

/** What a frame becomes: a whole message, a packet that waits for its companions, or a fault. */
export type AssemblyStep =
  { readonly kind: 'whole'; readonly frame: Frame } | { readonly kind: 'waiting' } | FrameFault;

export interface AssemblyLimits {
  /** Split messages under way at once. */
  readonly maxMessages: number;
  /** Packets of one message. */
  readonly maxPackets: number;
  /** Bytes held over all messages under way. */
  readonly maxBytes: number;
  /** How long a message may wait for its missing packets, in milliseconds. */
  readonly timeoutMs: number;
}

export const ASSEMBLY_LIMITS: AssemblyLimits = {
  maxMessages: 16,
  maxPackets: 64,
  maxBytes: 262_144,
  timeoutMs: 60_000,
};

interface Message {
  readonly total: number;
  readonly since: Instant;
  readonly packets: Map<number, Frame>;
  bytes: number;
}

function keyOf({ header }: Frame): string {
  return [header.mn, header.cn, header.st, header.qn ?? ''].join(' ');
}

function merge(packets: readonly Frame[]): Frame | FrameFault {
  const first = packets[0];
  const stamps = new Set(packets.flatMap(({ dataTime }) => (dataTime ? [dataTime.text] : [])));
  const size = packets.reduce((sum, { declaredLength }) => sum + declaredLength, 0);
  if (!first || stamps.size > 1) {
    return toFault('PACKET_CONFLICT', 'Packets of one message state different times.', size);
  }
  const fields = new Map<string, string>();
  const factors: Factor[] = [];
  for (const packet of packets) {
    for (const [name, value] of packet.fields) fields.set(name, value);
    factors.push(...packet.factors);
  }
  return {
    ...first,
    declaredLength: size,
    actualLength: size,
    crc: { ...first.crc, matches: packets.every(({ crc }) => crc.matches) },
    wantsAnswer: packets.some(({ wantsAnswer }) => wantsAnswer),
    dataTime: packets.find(({ dataTime }) => dataTime !== null)?.dataTime ?? null,
    fields,
    factors,
    segment: packets.map(({ segment }) => segment).join('\n'),
  };
}

/**
 * Puts messages together that a device split over packets (PNUM, PNO), per connection. What is held is bounded in
 * messages, packets, bytes and time: a message that stays incomplete ends as a fault, and since it is never
 * acknowledged the device sends it again.
 */
export class PacketAssembler {
  readonly #limits: AssemblyLimits;
  readonly #messages = new Map<string, Message>();
  #bytes = 0;

  constructor(limits: AssemblyLimits = ASSEMBLY_LIMITS) {
    this.#limits = limits;
  }

  get pendingBytes(): number {
    return this.#bytes;
  }

  add(frame: Frame, now: Instant): AssemblyStep {
    const { pnum, pno } = frame.header;
    if (pnum === null || pno === null || Number(pnum) === 1) return { kind: 'whole', frame };
    const total = Number(pnum);
    if (!this.#isInRange(Number(pno), total)) {
      return toFault(
        'PACKET_RANGE',
        `Packet ${pno} of ${pnum} is out of range.`,
        frame.declaredLength,
        frame.header,
      );
    }
    const key = keyOf(frame);
    const message = this.#messages.get(key) ?? this.#open(key, total, now);
    if (!message) {
      return toFault('PACKET_LIMIT', 'Too many split messages at once.', frame.declaredLength, frame.header);
    }
    if (message.total === total) return this.#keep(key, message, frame);
    this.#drop(key);
    const detail = 'Packets of one message state different totals.';
    return toFault('PACKET_CONFLICT', detail, frame.declaredLength, frame.header);
  }

  #isInRange(place: number, total: number): boolean {
    return place >= 1 && place <= total && total <= this.#limits.maxPackets;
  }

  /** Gives up messages that have waited too long; one fault each. */
  expire(now: Instant): readonly FrameFault[] {
    const late = [...this.#messages].filter(([, { since }]) => now - since >= this.#limits.timeoutMs);
    return late.map(([key, message]) => {
      this.#drop(key);
      const detail = `${message.packets.size} of ${message.total} packets came in time.`;
      const header = [...message.packets.values()][0]?.header ?? null;
      return toFault('PACKET_TIMEOUT', detail, message.bytes, header);
    });
  }

  #open(key: string, total: number, now: Instant): Message | null {
    if (this.#messages.size >= this.#limits.maxMessages) return null;
    const message: Message = { total, since: now, packets: new Map(), bytes: 0 };
    this.#messages.set(key, message);
    return message;
  }

  #keep(key: string, message: Message, frame: Frame): AssemblyStep {
    const place = Number(frame.header.pno);
    const known = message.packets.get(place)?.declaredLength ?? 0;
    const growth = frame.declaredLength - known;
    if (this.#bytes + growth > this.#limits.maxBytes) {
      this.#drop(key);
      const detail = 'Split messages hold too many bytes.';
      return toFault('PACKET_LIMIT', detail, frame.declaredLength, frame.header);
    }
    message.packets.set(place, frame);
    message.bytes += growth;
    this.#bytes += growth;
    if (message.packets.size < message.total) return { kind: 'waiting' };
    this.#drop(key);
    const inOrder = [...message.packets].sort(([a], [b]) => a - b).map(([, packet]) => packet);
    const whole = merge(inOrder);
    return whole.kind === 'fault' ? whole : { kind: 'whole', frame: whole };
  }

  #drop(key: string): void {
    this.#bytes -= this.#messages.get(key)?.bytes ?? 0;
    this.#messages.delete(key);
  }
}
