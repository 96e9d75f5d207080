import { MemoryEventLog } from '@parkpulse/adapter-memory';
import type { IngestStore, LogAlarm, StreamId } from '@parkpulse/application';
import { describe, expect, it } from 'vitest';
import { tellRecreated } from './recreatedTopics.js';

async function alarmsWith(stored: readonly Partial<StreamId>[]): Promise<readonly LogAlarm[]> {
  const store = {
    storedOffsets: () =>
      Promise.resolve(
        stored.map((each) => ({
          cluster: 'c',
          topicId: 'old',
          topic: 't',
          partition: 0,
          nextOffset: 5,
          ...each,
        })),
      ),
  } as unknown as IngestStore;
  const log = tellRecreated(new MemoryEventLog(undefined, 2), store);
  const alarms: LogAlarm[] = [];
  let claims = 0;
  const subscription = await log.subscribe(['t'], {
    assigned: () => Promise.resolve(((claims += 1), null)),
    batch: () => Promise.resolve(),
    revoked: () => undefined,
    alarm: (alarm) => alarms.push(alarm),
  });
  while (claims < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  await subscription.stop();
  return alarms;
}

describe('a topic made again while nobody listened', () => {
  it('is told of when the store has read another stream of its name', async () => {
    expect(await alarmsWith([{}])).toMatchObject([{ kind: 'recreated', stream: { partition: 0 } }]);
  });

  it('is none when it is the first of its name, or took the place of the embedded log', async () => {
    expect(await alarmsWith([])).toEqual([]);
    expect(await alarmsWith([{ topic: 'other' }, { partition: 7 }, { cluster: 'embedded' }])).toEqual([]);
  });
});
