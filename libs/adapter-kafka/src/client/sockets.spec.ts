import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sockets } from './sockets.js';

const broker = createServer((socket) => socket.on('error', () => undefined));
beforeAll(() => new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve)));
afterAll(() => broker.close());

function open(sockets: Sockets): Socket {
  const { port } = broker.address() as AddressInfo;
  const asked = { host: '127.0.0.1', port, onConnect: () => undefined };
  const socket = sockets.factory(asked as unknown as Parameters<Sockets['factory']>[0]);
  socket.on('error', () => undefined);
  return socket;
}

describe('the connections of a client that is given up', () => {
  it('are cut when it does not take its leave in time, and so are those it still opens', async () => {
    const sockets = new Sockets();
    const early = open(sockets);
    await once(early, 'connect');
    await sockets.closed(new Promise(() => undefined), 10);
    expect(early.destroyed).toBe(true);
    expect(open(sockets).destroyed).toBe(true);
  });

  it('of another client stay', async () => {
    const [given, kept] = [new Sockets(), new Sockets()];
    const socket = open(kept);
    await once(socket, 'connect');
    await given.closed(Promise.resolve(), 10);
    expect(socket.destroyed).toBe(false);
    await kept.closed(Promise.resolve(), 10);
    expect([socket.destroyed, kept.opened]).toEqual([true, 1]);
  });
});
