const POLYNOMIAL = 0xa001;

function shiftEightTimes(start: number): number {
  let register = start;
  for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ POLYNOMIAL : register >> 1;
  return register;
}

const STEPS = Uint16Array.from({ length: 256 }, (_, index) => shiftEightTimes(index));

/**
 * The check of HJ 212 annex A over a data segment: the register starts at 0xFFFF; for each byte its high half is
 * combined with the byte, then shifted right eight times with 0xA001. It is not the Modbus CRC.
 */
export function computeCrc(data: Uint8Array): number {
  let register = 0xffff;
  for (const byte of data) register = STEPS[(register >> 8) ^ byte] ?? 0;
  return register;
}

/** Writes a check value as the four upper-case hex digits that stand on the wire. */
export function formatCrc(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
