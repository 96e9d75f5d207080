import type { LogAlarm, StoredPosition, Subscriber } from '@parkpulse/application';
import { describe, expect, it } from 'vitest';
import { tailOf, toText } from './logTail.js';
import { findStart, startingPoint } from './startingPoint.js';

const stream = { cluster: 'c', topicId: 'i', topic: 't', partition: 0 };
const bounds = { low: 10, high: 20 };

describe('the point to read on from', () => {
  it('is the stored offset, the end included', () => {
    for (const stored of [10, 15, 20])
      expect(startingPoint(stream, stored, bounds)).toEqual({ offset: stored, alarm: null });
  });

  it('is the first there is for who never read, without a word', () => {
    expect(startingPoint(stream, null, bounds)).toEqual({ offset: 10, alarm: null });
  });

  it('is never silently another: records deleted unread are a gap, an offset beyond the end another log', () => {
    expect(startingPoint(stream, 4, bounds)).toEqual({
      offset: 10,
      alarm: { kind: 'gap', stream, from: 4, to: 10 },
    });
    expect(startingPoint(stream, 25, bounds)).toEqual({
      offset: 10,
      alarm: { kind: 'recreated', stream, lost: 5 },
    });
  });

  it('is the first there is where what was read is not what stands there', () => {
    expect(startingPoint(stream, 15, { ...bounds, isReplaced: true })).toEqual({
      offset: 10,
      alarm: { kind: 'replaced', stream, before: 15 },
    });
  });
});

describe('taking a stream over', () => {
  const at = (offset: number) =>
    tailOf({ offset: String(offset), key: null, value: null, timestamp: '1', attributes: 0, headers: {} });
  const stands = (nextOffset: number, tailAt: number | null): StoredPosition => ({
    nextOffset,
    tail: tailAt === null ? null : toText(at(tailAt), nextOffset),
  });
  const start = async (stored: StoredPosition | null, isReplaced: boolean) => {
    const asked: number[] = [];
    const subscriber = { assigned: () => Promise.resolve(stored) } as unknown as Subscriber;
    const found = await findStart(stream, subscriber, {
      bounds: () => Promise.resolve(bounds),
      isReplaced: (_place, { offset }) => {
        asked.push(offset);
        return Promise.resolve(isReplaced);
      },
    });
    return { ...found, asked };
  };

  it('asks the log for the last record that was read, and keeps what is known of it while it is there', async () => {
    expect(await start(stands(15, 13), false)).toMatchObject({ asked: [13], offset: 15, tail: at(13) });
  });

  it('begins at the start, knowing nothing of what stands before, once that record is another', async () => {
    const alarm: LogAlarm = { kind: 'replaced', stream, before: 15 };
    expect(await start(stands(15, 14), true)).toMatchObject({ asked: [14], offset: 10, tail: null, alarm });
  });

  it('asks for nothing that was never told or that no log can hold any more', async () => {
    for (const stored of [
      null,
      stands(15, null),
      stands(10, 9),
      stands(25, 24),
      { nextOffset: 15, tail: '14 13 x' },
    ])
      expect((await start(stored, true)).asked).toEqual([]);
  });
});
