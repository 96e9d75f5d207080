import { once } from 'node:events';
import { type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeFrame } from '../hj212/decodeFrame.js';
import { encodeReply, type Reply } from '../hj212/encodeReply.js';
import { type DecodeOptions, type Frame, type FrameFault, type FrameHeader } from '../hj212/frame.js';
import { FrameReader } from '../hj212/frameReader.js';
import { PacketAssembler } from '../hj212/packetAssembler.js';
import { type GatewayMapping } from '../map/mapping.js';
import { type RefusalCode, toTransmissions } from '../map/toTransmissions.js';
import { type EventSink, type Outcome } from '../sink/sink.js';
import { ByteBudget, type ServerLimits } from './limits.js';
import { type GatewayStats } from './stats.js';

export interface ConnectionContext {
  readonly mapping: GatewayMapping;
  readonly decode: DecodeOptions;
  readonly limits: ServerLimits;
  readonly sink: EventSink;
  readonly stats: GatewayStats;
  readonly now: () => number;
  /** Told of what was refused; the text quotes no payload and no password. */
  readonly onRefused: (code: string, detail: string) => void;
}

const REFUSALS: Readonly<Record<RefusalCode, Reply>> = {
  UNKNOWN_DEVICE: { kind: 'request_heard', result: 'device' },
  WRONG_PASSWORD: { kind: 'request_heard', result: 'password' },
  UNKNOWN_COMMAND: { kind: 'request_heard', result: 'command' },
  DATA_TIME_MISSING: { kind: 'request_heard', result: 'refused' },
};

/**
 * One device connection: bytes become frames, frames events, and a frame that asks for an answer gets it when its
 * events are durable at ParkPulse, never before. Reading pauses while the sink is full, while too many messages are
 * open or when the peer sends too fast, so TCP holds the device back and memory stays bounded.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  readonly #reader: FrameReader;
  readonly #assembler = new PacketAssembler();
  readonly #budget: ByteBudget;
  readonly #open = new Set<Promise<void>>();
  #faultsInRow = 0;
  #idle: NodeJS.Timeout | null = null;
  #isStopping = false;

  constructor(socket: Socket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    this.#reader = new FrameReader(context.decode.maxDataBytes);
    this.#budget = new ByteBudget(context.limits.bytesPerSecond, context.now());
  }

  /** Serves the peer until it leaves, is closed, or `stop` is called. It never throws. */
  async serve(): Promise<void> {
    this.#watchIdle();
    try {
      // The socket outlives the loop: a peer that has sent its last byte still waits for answers.
      const chunks = this.#socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
      for await (const chunk of chunks) {
        await this.#take(chunk);
        if (this.#isStopping || this.#socket.destroyed) break;
      }
      for (const item of this.#reader.flush()) if (item.kind === 'fault') this.#refuse(item);
    } catch {
      // A reset by the peer ends the connection like any other end.
    }
    if (this.#idle) clearTimeout(this.#idle);
    await this.#end();
  }

  /** Reads no further; messages under way are answered, then the connection closes. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#open);
    if (this.#socket.destroyed) return;
    this.#socket.end();
    // A peer that does not read must not hold the end up.
    await Promise.race([once(this.#socket, 'finish').catch(() => undefined), sleep(1000)]);
    this.#socket.destroy();
  }

  async #take(chunk: Buffer): Promise<void> {
    const { stats, now } = this.#context;
    stats.bytes += chunk.length;
    for (const item of this.#reader.push(chunk)) {
      if (item.kind === 'fault') this.#refuse(item);
      else await this.#takeFrame(item.bytes);
      if (this.#socket.destroyed) return;
    }
    for (const fault of this.#assembler.expire(now())) this.#refuse(fault);
    const pause = this.#budget.take(chunk.length, now());
    if (pause > 0 && !this.#isStopping) await sleep(pause);
  }

  async #takeFrame(bytes: Uint8Array): Promise<void> {
    const { stats, decode, now } = this.#context;
    const frame = decodeFrame(bytes, decode);
    if (frame.kind === 'fault') {
      this.#refuse(frame);
      return;
    }
    stats.frames += 1;
    if (!frame.crc.matches) stats.crcMismatches += 1;
    this.#faultsInRow = 0;
    const step = this.#assembler.add(frame, now());
    if (step.kind === 'fault') this.#refuse(step);
    if (step.kind === 'whole') await this.#takeMessage(step.frame);
    this.#watchIdle();
  }

  async #takeMessage(frame: Frame): Promise<void> {
    const { mapping, sink, limits, now } = this.#context;
    const translation = toTransmissions(frame, mapping, now());
    if (translation.kind === 'refused') {
      this.#context.stats.countFault(translation.code);
      this.#context.onRefused(translation.code, translation.detail);
      this.#answer(frame, REFUSALS[translation.code]);
      return;
    }
    if (this.#idle) clearTimeout(this.#idle);
    await sink.room();
    while (this.#open.size >= limits.maxOpenMessages) await Promise.race(this.#open);
    const fates = Promise.all(translation.events.map((event) => sink.offer(event)));
    const open = fates.then((outcomes) => this.#settle(frame, outcomes));
    this.#open.add(open);
    void open.finally(() => this.#open.delete(open));
  }

  #settle(frame: Frame, outcomes: readonly Outcome[]): void {
    const { stats } = this.#context;
    for (const { kind } of outcomes) stats[kind] += 1;
    if (outcomes.some(({ kind }) => kind === 'undelivered')) return;
    const rejected = outcomes.find((outcome) => outcome.kind === 'rejected');
    if (!rejected) {
      this.#answer(frame, { kind: 'data_taken' });
      return;
    }
    // Refused data stays refused however often it is sent; ParkPulse keeps it as a dead letter.
    this.#context.onRefused(rejected.code, rejected.detail);
    this.#answer(frame, { kind: 'execution_ended', result: 'conditions' });
  }

  #answer(frame: Frame, reply: Reply): void {
    // An answer is never answered: two receivers would talk for ever.
    if (frame.wantsAnswer && !/^90/.test(frame.header.cn)) this.#write(frame.header, reply);
  }

  #write(header: FrameHeader, reply: Reply): void {
    const { limits, stats } = this.#context;
    if (this.#socket.destroyed || !this.#socket.writable) return;
    this.#socket.write(encodeReply(header, reply));
    stats.replies += 1;
    if (this.#socket.writableLength > limits.maxUnreadBytes)
      this.#close('UNREAD_ANSWERS', 'Answers stay unread.');
  }

  #refuse(fault: FrameFault): void {
    this.#context.stats.countFault(fault.code);
    this.#context.onRefused(fault.code, fault.detail);
    this.#faultsInRow += 1;
    const { header } = fault;
    const asks = header !== null && (Number(header.flag ?? 0) & 1) === 1 && !/^90/.test(header.cn);
    if (asks && fault.code === 'FRAME_CRC') this.#write(header, { kind: 'request_heard', result: 'check' });
    if (this.#faultsInRow > this.#context.limits.maxFaults)
      this.#close('FAULT_LIMIT', 'Only faults are sent.');
  }

  #watchIdle(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(
      () => this.#close('IDLE', 'No good frame came in time.'),
      this.#context.limits.idleMs,
    );
    this.#idle.unref();
  }

  #close(code: string, detail: string): void {
    if (this.#socket.destroyed) return;
    this.#context.stats.countFault(code);
    this.#context.onRefused(code, detail);
    this.#socket.destroy();
  }
}
