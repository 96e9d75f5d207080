import { describe, expect, it } from 'vitest';
import { decodeFrame } from './decodeFrame.js';
import { encodeFrame } from './encodeReply.js';
import { type Frame } from './frame.js';
import { PacketAssembler } from './packetAssembler.js';

const packet = (pno: number, pnum: number, options: { qn?: string; time?: string } = {}): Frame => {
  const { qn = '20231008123340461', time = '20231008120000' } = options;
  const head = `QN=${qn};ST=22;CN=2061;PW=1;MN=A1;Flag=7;PNUM=${pnum};PNO=${pno};`;
  const result = decodeFrame(
    encodeFrame(`${head}CP=&&DataTime=${time};a3400${pno % 10}-Avg=${pno},a3400${pno % 10}-Flag=N&&`),
  );
  if (result.kind === 'fault') throw new Error(result.code);
  return result;
};

describe('A message split over packets', () => {
  it('is whole when its last packet comes, in whatever order', () => {
    const assembler = new PacketAssembler();
    expect(assembler.add(packet(2, 3), 0).kind).toBe('waiting');
    expect(assembler.add(packet(3, 3), 0).kind).toBe('waiting');
    expect(assembler.add(packet(2, 3), 0).kind).toBe('waiting');
    const step = assembler.add(packet(1, 3), 0);
    expect(step.kind === 'whole' && step.frame.factors.map(({ code }) => code)).toEqual([
      'a34001',
      'a34002',
      'a34003',
    ]);
    expect(assembler.pendingBytes).toBe(0);
  });

  it('passes at once when it is one packet', () => {
    expect(new PacketAssembler().add(packet(1, 1), 0).kind).toBe('whole');
  });

  it.each([
    [0, 2],
    [3, 2],
    [1, 0],
    [1, 9999],
  ])('is refused when packet %i of %i is out of range', (pno, pnum) => {
    expect(new PacketAssembler().add(packet(pno, pnum), 0)).toMatchObject({ code: 'PACKET_RANGE' });
  });

  it('is refused when its packets contradict each other', () => {
    const assembler = new PacketAssembler();
    assembler.add(packet(1, 2), 0);
    expect(assembler.add(packet(2, 3), 0)).toMatchObject({ code: 'PACKET_CONFLICT' });
    assembler.add(packet(1, 2), 0);
    expect(assembler.add(packet(2, 2, { time: '20231008130000' }), 0)).toMatchObject({
      code: 'PACKET_CONFLICT',
    });
    expect(assembler.pendingBytes).toBe(0);
  });

  it('is given up when a packet does not come in time', () => {
    const assembler = new PacketAssembler();
    assembler.add(packet(1, 2), 0);
    expect(assembler.expire(59_999)).toEqual([]);
    expect(assembler.expire(60_000)).toMatchObject([{ code: 'PACKET_TIMEOUT', header: { mn: 'A1' } }]);
    expect(assembler.pendingBytes).toBe(0);
  });

  it('cannot fill the memory: messages and bytes are bounded', () => {
    const limits = { maxMessages: 2, maxPackets: 64, maxBytes: 400, timeoutMs: 1000 };
    const assembler = new PacketAssembler(limits);
    const at = (n: number) => packet(1, 9, { qn: `2023100812334000${n}` });
    expect(assembler.add(at(1), 0).kind).toBe('waiting');
    expect(assembler.add(at(2), 0).kind).toBe('waiting');
    expect(assembler.add(at(3), 0)).toMatchObject({ code: 'PACKET_LIMIT' });
    const big = [2, 3, 4].map((pno) => assembler.add(packet(pno, 9, { qn: '20231008123340001' }), 0));
    expect(big.some((step) => step.kind === 'fault' && step.code === 'PACKET_LIMIT')).toBe(true);
    expect(assembler.pendingBytes).toBeLessThanOrEqual(400);
  });
});
