import { computeCrc, formatCrc } from './crc.js';
import { type FrameHeader } from './frame.js';

/**
 * What the receiver tells a device: the data was taken (9014), a request was heard with a result code (9011),
 * or what was asked ended so (9012). Codes of `QnRtn` and `ExeRtn`: HJ 212-2017 tables 6 and 7.
 */
export type Reply =
  | { readonly kind: 'data_taken' }
  | { readonly kind: 'request_heard'; readonly result: QnResult }
  | { readonly kind: 'execution_ended'; readonly result: ExeResult };

/** Results of hearing a request. */
export const QN_RESULT = { ready: 1, refused: 2, password: 3, device: 4, command: 8, check: 9 } as const;
export type QnResult = keyof typeof QN_RESULT;

/** Results of carrying it out. */
export const EXE_RESULT = { done: 1, failed: 2, conditions: 3, busy: 5 } as const;
export type ExeResult = keyof typeof EXE_RESULT;

function toBody(reply: Reply): { readonly cn: string; readonly body: string } {
  switch (reply.kind) {
    case 'data_taken':
      return { cn: '9014', body: '' };
    case 'request_heard':
      return { cn: '9011', body: `QnRtn=${QN_RESULT[reply.result]}` };
    case 'execution_ended':
      return { cn: '9012', body: `ExeRtn=${EXE_RESULT[reply.result]}` };
  }
}

/** Frames a data segment: `##`, length, data, check, CR LF. */
export function encodeFrame(segment: string): Buffer {
  const data = Buffer.from(segment, 'utf8');
  const length = data.length.toString().padStart(4, '0');
  const head = Buffer.from(`##${length}`, 'latin1');
  const check = Buffer.from(`${formatCrc(computeCrc(data))}\r\n`, 'latin1');
  return Buffer.concat([head, data, check]);
}

/** Writes the answer to a frame; it repeats the frame's QN, password and MN, and asks for no answer itself. */
export function encodeReply(to: FrameHeader, reply: Reply): Buffer {
  const { cn, body } = toBody(reply);
  const flag = (Number(to.flag ?? 0) >> 2) << 2;
  const parts = [
    to.qn === null ? null : `QN=${to.qn}`,
    'ST=91',
    `CN=${cn}`,
    to.pw === null ? null : `PW=${to.pw}`,
    `MN=${to.mn}`,
    `Flag=${flag}`,
    `CP=&&${body}&&`,
  ];
  return encodeFrame(parts.filter((part) => part !== null).join(';'));
}
