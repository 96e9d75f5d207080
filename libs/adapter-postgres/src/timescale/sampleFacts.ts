import type { StorableEvent } from '@parkpulse/application';
import type { Fact, Instant } from '@parkpulse/domain';
import { MINUTE, event, reading, state } from '../testing/sampleEvents.js';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ORIGIN = reading('', 0, '0').origin;

/** Some weeks of a park with all kinds of facts, restatements and values beyond 15 digits; the same every time. */
export function sampleFacts(park: string, start: Instant, days: number): readonly StorableEvent[] {
  const events: StorableEvent[] = [];
  const add = (time: Instant, facts: readonly Fact[], change: Partial<StorableEvent> = {}) => {
    const offset = events.length;
    events.push(
      event(offset, facts, { park, id: `${park}-${offset}`, time, receivedAt: time + 1000, ...change }),
    );
  };
  add(start, [registryEntry(start)]);
  for (let day = 0; day < days; day += 1) {
    for (let minute = 0; minute < 24 * 60; minute += 15)
      addQuarter(add, start + day * DAY + minute * MINUTE, day * 96 + minute / 15);
    const period = new Date(start + day * DAY).toISOString().slice(0, 10);
    add(start + day * DAY + 20 * HOUR, [
      {
        kind: 'submission',
        enterprise: 'E-1',
        submission: 'energy',
        period,
        at: start + day * DAY + 20 * HOUR,
        filled: day,
        required: 40,
        origin: ORIGIN,
      },
    ]);
  }
  // Restated: the higher sequence is in force though it came first; of equal ones the later.
  add(start + 3 * HOUR, [reading('ratio', start + 3 * HOUR, '999')], {
    sequence: 2,
    receivedAt: start + 30 * DAY,
  });
  add(start + 3 * HOUR, [reading('ratio', start + 3 * HOUR, '1')], {
    sequence: 1,
    receivedAt: start + 31 * DAY,
  });
  add(start + DAY, [reading('ratio', start + DAY, '77')], { receivedAt: start + 32 * DAY });
  return events;
}

type Add = (time: Instant, facts: readonly Fact[], change?: Partial<StorableEvent>) => void;

function addQuarter(add: Add, at: Instant, n: number): void {
  const exact = n % 7 === 0 ? '79.99999999999999999' : String((n * 37) % 1000);
  const missing = n % 5 === 0 ? ['D-1', 'D-2'] : [];
  add(at, [
    reading('ratio', at, exact, { missing, opaque: n % 11 === 0 }),
    reading('count', at, String(n), { denominator: null }),
    reading('share', at, String(n % 9), { enterprise: `E-${n % 3}`, denominator: n % 13 === 0 ? '0' : '9' }),
  ]);
  add(at, [
    state(`D-${n % 4}`, at, n % 6 === 0 ? 'offline' : 'online'),
    {
      kind: 'transmission',
      device: 'D-1',
      from: at,
      to: at + 15 * MINUTE,
      expected: 15,
      received: 15 - (n % 3),
      valid: 12,
      flags: n % 4 === 0 ? { N: 12, D: 3 } : null,
      origin: ORIGIN,
    },
  ]);
}

function registryEntry(at: Instant): Fact {
  return {
    kind: 'registry',
    entity: 'enterprise',
    id: 'E-1',
    effectiveFrom: at,
    effectiveTo: null,
    attributes: { name: '一号企业', status: 'commissioned' },
    origin: ORIGIN,
  } as Fact;
}
