import { expect, it } from 'vitest';
import { isPassing, toKafkaLogError } from './kafkaLogError.js';

const protocolError = (type: string) =>
  Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type });

it('tells a broker that is not ready yet from one that does not answer', () => {
  const wrapped = new Error('gave up', { cause: protocolError('GROUP_LOAD_IN_PROGRESS') });
  expect(isPassing(wrapped)).toBe(true);
  expect(isPassing(toKafkaLogError(wrapped))).toBe(true);
  expect(isPassing(new Error('connect ECONNREFUSED'))).toBe(false);
  expect(isPassing(protocolError('TOPIC_AUTHORIZATION_FAILED'))).toBe(false);
});

it('names what lies behind an error of the client', () => {
  expect(toKafkaLogError(protocolError('TOPIC_AUTHORIZATION_FAILED')).code).toBe('KAFKA_ACL');
  expect(toKafkaLogError(new Error('x', { cause: protocolError('MESSAGE_TOO_LARGE') })).code).toBe(
    'KAFKA_REFUSED',
  );
  expect(toKafkaLogError(new Error('connect ECONNREFUSED')).code).toBe('KAFKA_UNREACHABLE');
});
