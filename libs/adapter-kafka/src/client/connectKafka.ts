import kafkajs, { type Kafka, type RetryOptions } from 'kafkajs';
import type { ConnectionOptions } from 'node:tls';
import type { KafkaTls, Settings } from '../options.js';
import { registerCodecs } from './codecs.js';
import type { LogLines } from './logLines.js';
import { Sockets } from './sockets.js';
import { stopTimerSpin } from './timerSpin.js';

registerCodecs();
stopTimerSpin();

const CONNECT_MS = 5000;

/** A client with its own connections. */
export interface Connection {
  readonly kafka: Kafka;
  readonly sockets: Sockets;
}

/** Sets up a client; nothing is opened yet. */
export function connectKafka(settings: Settings, lines: LogLines, retry: RetryOptions): Connection {
  const { clientId, brokers, ssl, sasl, timing } = settings;
  const sockets = new Sockets();
  const kafka = new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    ...(ssl === false ? {} : { ssl: toTlsOptions(ssl) }),
    ...(sasl === null ? {} : { sasl: sasl as Extract<typeof sasl, { mechanism: 'plain' }> }),
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: timing.request,
    requestTimeout: timing.request,
    retry,
    socketFactory: sockets.factory,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: lines.creator,
  });
  return { kafka, sockets };
}

function toTlsOptions(ssl: true | KafkaTls): ConnectionOptions | true {
  if (ssl === true) return true;
  const { ca, cert, key } = ssl;
  return {
    ...(ca === undefined ? {} : { ca: [ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
