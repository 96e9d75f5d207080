import { connect } from 'node:net';

const metadataKey = 3;
const metadataVersion = 1;
const tryMs = 2_000;
const pauseMs = 50;

/** Waits until the broker on this plaintext port counts all of `ids` as living brokers. */
export async function awaitBrokers(
  port: number,
  ids: readonly number[],
  check: { deadline: number; giveUp(): string | undefined },
) {
  for (;;) {
    const seen = await fetchBrokerIds(port).catch((): number[] => []);
    if (ids.every((id) => seen.includes(id))) return;
    const reason = check.giveUp() ?? (Date.now() > check.deadline ? 'not ready in time' : undefined);
    if (reason) throw new Error(`Kafka broker on port ${port}: ${reason}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Asks a broker which brokers live, by one Metadata request, so that no Kafka client is needed to know it is ready. */
export function fetchBrokerIds(port: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(toMetadataRequest()));
    const fail = (reason: string) => socket.destroy(new Error(reason));
    socket.setTimeout(tryMs, () => fail('no answer'));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length < 4 || answer.length < 4 + answer.readInt32BE(0)) return;
      resolve(toBrokerIds(answer));
      socket.destroy();
    });
  });
}

function toMetadataRequest(): Buffer {
  const client = Buffer.from('parkpulse-test');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length + 4);
  let at = request.writeInt32BE(request.length - 4, 0);
  at = request.writeInt16BE(metadataKey, at);
  at = request.writeInt16BE(metadataVersion, at);
  at = request.writeInt32BE(1, at);
  at = request.writeInt16BE(client.length, at);
  at += client.copy(request, at);
  request.writeInt32BE(0, at);
  return request;
}

/** Answer: size, correlation, then brokers of id, host, port and rack (a string that may be null, length -1). */
function toBrokerIds(answer: Buffer): number[] {
  const ids: number[] = [];
  const count = answer.readInt32BE(8);
  let at = 12;
  for (let index = 0; index < count; index += 1) {
    ids.push(answer.readInt32BE(at));
    at += 4;
    at += 2 + answer.readInt16BE(at);
    at += 4;
    at += 2 + Math.max(0, answer.readInt16BE(at));
  }
  return ids;
}
