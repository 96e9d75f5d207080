import type { NewRecord } from '@parkpulse/application';
import { describe, expect, it } from 'vitest';
import { KafkaLogError } from '../kafkaLogError.js';
import { AppendQueue } from './appendQueue.js';

const record = (text: string, size = 0): NewRecord => ({ key: text, value: Buffer.alloc(size), headers: {} });

describe('what is on the way to one partition', () => {
  it('goes one request at a time; what comes meanwhile goes together in the next', async () => {
    const requests: string[][] = [];
    let running = 0;
    let next = 100;
    const queue = new AppendQueue(async (records) => {
      running += 1;
      expect(running).toBe(1);
      requests.push(records.map(({ key }) => key ?? ''));
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      next += records.length;
      return next - records.length;
    });
    const first = queue.add([record('a')]);
    await new Promise((resolve) => setTimeout(resolve, 1));
    const rest = [queue.add([record('b'), record('c')]), queue.add([record('d')])];
    expect(await Promise.all([first, ...rest])).toEqual([100, 101, 103]);
    expect(requests).toEqual([['a'], ['b', 'c', 'd']]);
    await queue.idle();
  });

  it('is bounded in size, though one large record still goes', async () => {
    const requests: number[] = [];
    const queue = new AppendQueue((records) => Promise.resolve(requests.push(records.length)));
    await Promise.all([600_000, 300_000, 200_000, 100_000].map((size) => queue.add([record('x', size)])));
    expect(requests).toEqual([1, 2, 1]);
  });

  it('of which one is refused for good loses only that one', async () => {
    const queue = new AppendQueue((records) => {
      if (records.some(({ key }) => key === 'bad'))
        return Promise.reject(new KafkaLogError('KAFKA_REFUSED', 'too large'));
      return Promise.resolve(7);
    });
    const results = await Promise.allSettled([
      queue.add([record('good')]),
      queue.add([record('bad')]),
      queue.add([record('fine')]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
