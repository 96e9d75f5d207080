import type kafkajs from 'kafkajs';
import { type Socket, io } from 'socket.io-client';
import { PARKS, PARTITIONS } from '../load.js';
import type { Session } from '../session.js';

/** The park that is watched and changed. */
export const PROBED = PARKS[0] as string;
/** I10 rises and falls with it. */
export const MEASURE = 'iot_access_ratio_design';

/** One reading: number of the park, measure, and numerator over 1,000. */
export interface Change {
  readonly park: number;
  readonly measure: string;
  readonly numerator: number;
}

export type Send = (changes: readonly Change[]) => Promise<void>;

/** The nth of changes that each move I10 of the watched park. */
export function changeOf(n: number): Change {
  return { park: 0, measure: MEASURE, numerator: n % 2 === 0 ? 830 : 100 };
}

/** A browser that watches the park, once it has the whole; rejects when the server does not let it in. */
export function watch(session: Session, localAddress?: string): Promise<Socket> {
  // Where it comes from reaches the WebSocket of Node, though the types of socket.io know of browsers only.
  const place = localAddress === undefined ? {} : { localAddress };
  const socket = io(`${session.url}/live`, {
    ...place,
    ...{ extraHeaders: { cookie: session.cookie }, transports: ['websocket'] },
    ...{ reconnection: false, forceNew: true },
  });
  return new Promise((resolve, reject) => {
    const refuse = (reason: string): void => {
      socket.close();
      reject(new Error(reason));
    };
    socket.once('snapshot', () => resolve(socket));
    socket.once('connect_error', ({ message }) => refuse(message));
    socket.emit('watch', { park: PROBED }, (answer: { readonly ok: boolean; readonly code?: string }) => {
      if (!answer.ok) refuse(answer.code ?? 'refused');
    });
  });
}

/** Sends changes as events of one reading, each a millisecond of event time after the one before. */
export function sender(producer: kafkajs.Producer, prefix: string): Send {
  let sent = 0;
  const from = Date.now() - 60_000;
  return async (changes) => {
    const messages = changes.map(({ park, measure, numerator }) => {
      sent += 1;
      const subject = PARKS[park] as string;
      const event = {
        ...{
          specversion: '1.0',
          id: `live-${sent}`,
          source: `urn:live:${subject}`,
          type: 'parkpulse.measure.reading.v1',
          subject,
        },
        time: new Date(from + sent).toISOString(),
        data: { readings: [{ measure, numerator, denominator: 1000 }] },
      };
      const headers = { 'content-type': 'application/cloudevents+json' };
      return { key: subject, value: JSON.stringify(event), headers, partition: park % PARTITIONS };
    });
    await producer.send({ topic: `${prefix}measures`, acks: -1, messages });
  };
}
