import { createServer } from 'node:net';

// Below the range that kernels hand to outgoing connections, so that a port stays free while its broker is down.
const lowest = 20_000;
const highest = 31_999;

/** Different loopback ports on which nothing listens now. */
export async function findFreePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count; tries += 1) {
    if (tries > 1_000) throw new Error(`no ${count} free ports between ${lowest} and ${highest}`);
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first of some neighbouring loopback ports on which nothing listens now. */
export async function findPortsInARow(count: number): Promise<number> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const first = lowest + Math.floor(Math.random() * (highest - lowest + 2 - count));
    const all = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (all.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row between ${lowest} and ${highest}`);
}
