import type { Batch } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { Continuity } from './continuity.js';

const place = { topic: 't', partition: 0 };
const tail = { offset: 9, digest: 'd' };

/** Fetches at offset 10, one after the other, of a log whose answers can be set. */
class Fetches {
  low = 0;
  connections = 1;
  isReplaced: boolean | Error = false;
  asked = 0;
  private readonly continuity = new Continuity(place, {
    bounds: () => Promise.resolve({ low: this.low, high: 20 }),
    connections: () => this.connections,
    isReplaced: () => {
      this.asked += 1;
      return this.isReplaced instanceof Error
        ? Promise.reject(this.isReplaced)
        : Promise.resolve(this.isReplaced);
    },
  });

  isBroken({ first = 10, high = 20, epoch = 1, known = true } = {}): Promise<boolean> {
    const messages = [{ batchContext: { partitionLeaderEpoch: epoch } }];
    const batch = { messages, highWatermark: String(high), firstOffset: () => String(first) };
    return this.continuity.isBroken(batch as unknown as Batch, 10, known ? tail : null);
  }
}

describe('a fetch', () => {
  it('goes on with the log while leader and connection are the same, and asks nobody', async () => {
    const fetches = new Fetches();
    fetches.isReplaced = true;
    expect([await fetches.isBroken(), await fetches.isBroken(), await fetches.isBroken()]).toEqual([
      false,
      false,
      false,
    ]);
    expect(fetches.asked).toBe(0);
  });

  it('does not when the log ends before, or its start has gone past; a hole is none of these', async () => {
    const fetches = new Fetches();
    expect(await fetches.isBroken({ high: 9 })).toBe(true);
    expect(await fetches.isBroken({ first: 12 })).toBe(false);
    fetches.low = 12;
    expect(await fetches.isBroken({ first: 12 })).toBe(true);
  });

  it('by another leader or over another connection is compared once with what was read', async () => {
    const fetches = new Fetches();
    await fetches.isBroken();
    expect([await fetches.isBroken({ epoch: 2 }), await fetches.isBroken({ epoch: 2 })]).toEqual([
      false,
      false,
    ]);
    expect(fetches.asked).toBe(1);
    fetches.connections = 2;
    fetches.isReplaced = true;
    expect(await fetches.isBroken({ epoch: 2 })).toBe(true);
    expect(fetches.asked).toBe(2);
  });

  it('is not trusted when the log does not answer, and is taken where nothing is known to compare', async () => {
    const fetches = new Fetches();
    await fetches.isBroken();
    fetches.isReplaced = new Error('no answer');
    expect(await fetches.isBroken({ epoch: 2, known: false })).toBe(false);
    expect(await fetches.isBroken({ epoch: 3 })).toBe(true);
  });
});
