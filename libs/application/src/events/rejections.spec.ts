import type { RejectedEvent } from '@parkpulse/contracts';
import { describe, expect, it } from 'vitest';
import { FencedError, type IngestCommit, type IngestOutcome } from '../ports.js';
import { Rejections } from './rejections.js';

const rejected: RejectedEvent = {
  kind: 'rejected',
  code: 'TS_FUTURE',
  pointer: '/time',
  detail: { zh: '时间在未来', en: 'The time lies in the future' },
  park: 'p1',
  source: 'urn:test',
  id: 'e-1',
};
const NOTHING: IngestOutcome = { stored: 0, duplicates: 0, conflicts: 0, unknownParks: 0, parks: [] };

/** A store that fences like the real one: epochs go up with each claim, offsets must follow on. */
class FakeStore {
  readonly commits: IngestCommit[] = [];
  private epoch = 0;
  private offset = 0;

  claim = () => {
    this.epoch += 1;
    const nextOffset = this.offset === 0 ? null : this.offset;
    return Promise.resolve({ epoch: this.epoch, nextOffset, tail: null });
  };

  commit = (commit: IngestCommit) => {
    if (commit.epoch !== this.epoch || commit.expectedOffset !== this.offset)
      return Promise.reject(new FencedError());
    this.offset = commit.nextOffset;
    this.commits.push(commit);
    return Promise.resolve(NOTHING);
  };
}

const rejection = (request: string, bytes = new Uint8Array([123])) => ({
  rejected,
  bytes,
  request,
  receivedAt: 1,
});

describe('refused events of requests', () => {
  it('become dead letters with the request they came in, each under an offset of its own', async () => {
    const store = new FakeStore();
    const rejections = new Rejections(store);
    await Promise.all([
      rejections.add([rejection('r1'), rejection('r2')]),
      rejections.add([rejection('r3')]),
    ]);
    const letters = store.commits.flatMap(({ deadLetters }) => deadLetters);
    expect(letters.map(({ request, offset, code }) => [request, offset, code])).toEqual([
      ['r1', 0, 'TS_FUTURE'],
      ['r2', 1, 'TS_FUTURE'],
      ['r3', 2, 'TS_FUTURE'],
    ]);
  });

  it('are kept even when several web nodes take turns', async () => {
    const store = new FakeStore();
    const [one, other] = [new Rejections(store), new Rejections(store)];
    await one.add([rejection('r1')]);
    await other.add([rejection('r2')]);
    await one.add([rejection('r3')]);
    expect(store.commits.flatMap(({ deadLetters }) => deadLetters).map(({ request }) => request)).toEqual([
      'r1',
      'r2',
      'r3',
    ]);
  });

  it('keep only the beginning of a payload that is too large', async () => {
    const store = new FakeStore();
    await new Rejections(store).add([rejection('r1', new Uint8Array(300 * 1024))]);
    expect(store.commits[0]?.deadLetters[0]).toMatchObject({ isTruncated: true });
    expect(store.commits[0]?.deadLetters[0]?.payload?.byteLength).toBe(4096);
  });
});
