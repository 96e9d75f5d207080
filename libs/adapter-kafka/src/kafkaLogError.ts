/** Why Kafka did not do what was asked. */
export type KafkaFault =
  /** No broker answers. */
  | 'KAFKA_UNREACHABLE'
  /** The brokers refuse user name or password. */
  | 'KAFKA_AUTH'
  /** The user may not do this with the topic, the group or the cluster. */
  | 'KAFKA_ACL'
  /** The certificate is not trusted, has run out, or the listener has no TLS. */
  | 'KAFKA_TLS'
  /** Records that cannot be unpacked: the partition stands until this version can, nothing is skipped. */
  | 'CODEC_UNSUPPORTED'
  /** The broker takes no record of this kind or size. */
  | 'KAFKA_REFUSED';

/** A fault of Kafka or of the way to it, with a stable code. */
export class KafkaLogError extends Error {
  override readonly name = 'KafkaLogError';

  constructor(
    readonly code: KafkaFault,
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`${code}: ${detail}`, { cause });
  }
}

const TLS_CODES =
  /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|wrong version number/i;
const REFUSED_TYPES = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
  'POLICY_VIOLATION',
  'INVALID_TOPIC_EXCEPTION',
]);

/** Names the fault behind an error of the client, looking through what it was wrapped in. */
export function toKafkaLogError(error: unknown): KafkaLogError {
  if (error instanceof KafkaLogError) return error;
  const chain = causesOf(error);
  const fault = chain.map(faultOf).find((found) => found !== null) ?? 'KAFKA_UNREACHABLE';
  return new KafkaLogError(fault, chain.at(-1)?.message ?? String(error), error);
}

const PASSING_TYPES = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** A broker has answered that it is not ready yet: nothing to cry out about for a while. */
export function isPassing(error: unknown): boolean {
  return causesOf(error).some(({ type }) => typeof type === 'string' && PASSING_TYPES.has(type));
}

interface ClientError extends Error {
  readonly type?: unknown;
  readonly code?: unknown;
}

function causesOf(error: unknown): readonly ClientError[] {
  const chain: ClientError[] = [];
  for (let each = error; each instanceof Error && chain.length < 10; each = each.cause) chain.push(each);
  return chain;
}

function faultOf({ name, message, type, code }: ClientError): KafkaFault | null {
  const kind = typeof type === 'string' ? type : '';
  const system = typeof code === 'string' ? code : '';
  const signs: readonly (readonly [KafkaFault, boolean])[] = [
    ['CODEC_UNSUPPORTED', name === 'KafkaJSNotImplemented'],
    ['KAFKA_AUTH', name === 'KafkaJSSASLAuthenticationError' || kind.startsWith('SASL_AUTHENTICATION')],
    ['KAFKA_ACL', name === 'KafkaJSGroupCoordinatorNotFound' || kind.endsWith('_AUTHORIZATION_FAILED')],
    ['KAFKA_REFUSED', REFUSED_TYPES.has(kind)],
    ['KAFKA_TLS', TLS_CODES.test(system) || TLS_CODES.test(message)],
  ];
  return signs.find(([, isSo]) => isSo)?.[0] ?? null;
}
