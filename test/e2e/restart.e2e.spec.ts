import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningServer, readingEvent } from './support/runningServer.js';

const T0 = Date.now() - 3_600_000;

describe('kill -9 and start again', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await RunningServer.start();
    await server.call('POST', '/parks', { id: 'p1', name: 'P1' });
  });
  afterAll(() => server?.stop());

  it('loses nothing that was accepted and doubles nothing', async () => {
    const accepted = new Map<number, number>();
    let sent = 0;
    for (let round = 0; round < 4; round += 1) {
      const until = Date.now() + 700 + round * 350;
      let isUp = true;
      const killed = new Promise<void>((resolve) =>
        setTimeout(() => void server.kill().then(resolve), until - Date.now()),
      );
      while (isUp) {
        const batch = Array.from({ length: 20 }, () => {
          sent += 1;
          return { at: T0 + sent * 50, value: sent };
        });
        const events = batch.map(({ at, value }) =>
          readingEvent('p1', at, 'iot_access_ratio_design', { numerator: value, denominator: 1_000_000 }),
        );
        const answer = await server.send(...events).catch(() => null);
        if (answer === null) isUp = false;
        else for (const { at, value } of batch) accepted.set(at, value);
      }
      await killed;
      await server.launch();
    }
    await server.settle('p1');
    const span = `from=${new Date(T0).toISOString()}&to=${new Date(T0 + 3_600_000).toISOString()}`;
    const { body } = await server.call('GET', `/parks/p1/measures/iot_access_ratio_design/series?${span}`);
    const stored = new Map(
      (body['time'] as string[]).map((time, index) => [
        Date.parse(time),
        (body['numerator'] as number[])[index],
      ]),
    );
    expect((body['time'] as string[]).length).toBe(stored.size);
    expect(accepted.size).toBeGreaterThan(100);
    for (const [at, value] of accepted) expect(stored.get(at), new Date(at).toISOString()).toBe(value);
  });

  it('stops cleanly on Ctrl-C and finds its data at the next start', async () => {
    expect(await server.interrupt()).toBe(0);
    await server.launch();
    const { body } = await server.call('GET', '/parks/p1');
    expect(body).toMatchObject({ id: 'p1', name: 'P1' });
  });
});
