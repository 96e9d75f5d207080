import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_EVIDENCE, type Alert, type AlertKey } from './alert.js';
import type { AlertEvent } from './alertEvent.js';
import { decideDue, decideSighting } from './decide.js';
import { evolveAlert } from './evolve.js';
import type { Verdict } from './observation.js';
import { ALERT_RULES, type HoldPolicy } from './ruleCatalogue.js';
import type { AlertSeverity } from './severity.js';

const MINUTE = 60_000;
const KEY: AlertKey = { rule: 'A10', indicator: 'I22', scope: '' };

type Sight = 'breached' | 'breached!' | 'easing' | 'between' | 'clear' | 'noData' | 'error';
/** What is seen at each minute; null: nothing is looked at, the last sight stays. */
type Timeline = readonly (Sight | null)[];
type Hold = Pick<HoldPolicy, 'noData' | 'error'> & {
  readonly forM: number;
  readonly recoverM: number;
  readonly keepM: number;
};

function verdictOf(sight: Sight, at: number): Verdict {
  if (sight === 'clear') return { kind: 'clear', resolution: 'recovered' };
  if (sight !== 'breached' && sight !== 'breached!') return { kind: sight };
  return {
    kind: 'breached',
    severity: sight === 'breached' ? 'warning' : 'alarm',
    evidence: NO_EVIDENCE,
    since: at,
  };
}

interface Told {
  readonly minute: number;
  readonly what: 'fired' | 'worsened' | 'resolved' | 'withdrawn';
}

/** Runs the decider minute by minute. */
function decided(
  timeline: Timeline,
  hold: Hold,
): { readonly phases: readonly string[]; readonly told: readonly Told[] } {
  const policy: HoldPolicy = {
    forMs: hold.forM * MINUTE,
    recoverForMs: hold.recoverM * MINUTE,
    keepFiringMs: hold.keepM * MINUTE,
    noData: hold.noData,
    error: hold.error,
  };
  let alert: Alert | null = null;
  const told: Told[] = [];
  const phases: string[] = [];
  timeline.forEach((sight, minute) => {
    const at = minute * MINUTE;
    const open: Alert | null = alert !== null && alert.phase !== 'resolved' ? alert : null;
    let events: readonly AlertEvent[] = [];
    if (sight !== null) {
      const observation = { key: KEY, verdict: verdictOf(sight, at), quiet: false };
      events = decideSighting({ alert: open, observation, at, hold: policy, newId: `a${minute}` });
    } else if (open !== null) events = decideDue(open, at, policy);
    for (const event of events) {
      alert = evolveAlert(event.kind === 'opened' ? null : alert, event);
      if (event.kind === 'fired' || event.kind === 'worsened') told.push({ minute, what: event.kind });
      if (event.kind === 'resolved')
        told.push({ minute, what: event.resolution === 'withdrawn' ? 'withdrawn' : 'resolved' });
    }
    const now = alert;
    phases.push(now === null || now.phase === 'resolved' ? 'inactive' : now.phase);
  });
  return { phases, told };
}

/**
 * The same semantics, written apart from the decider and without any state of its own: every question is answered by
 * searching the whole timeline from the definition in reliability section 5.
 */
function reference(timeline: Timeline, hold: Hold): ReturnType<typeof decided> {
  const seen = (minute: number): Sight | 'nothing' => {
    for (let m = minute; m >= 0; m -= 1) {
      const sight = timeline[m];
      if (sight !== null && sight !== undefined) return sight;
    }
    return 'nothing';
  };
  const told: Told[] = [];
  const phases: string[] = timeline.map(() => 'inactive');
  let searchFrom = 0;
  for (;;) {
    const opened = findOpening(searchFrom);
    if (opened === null) return { phases, told };
    const end = live(opened);
    searchFrom = end + 1;
  }

  function findOpening(from: number): number | null {
    for (let m = from; m < timeline.length; m += 1) if (timeline[m] !== null && isBreach(m, false)) return m;
    return null;
  }
  // What the blind policies make of a minute; an open alert that is blind under `alert` stays as severe as it was.
  function kindAt(m: number): Sight | 'nothing' {
    const sight = seen(m);
    if (sight !== 'noData' && sight !== 'error') return sight;
    const policy = sight === 'noData' ? hold.noData : hold.error;
    return policy === 'keepLast' ? sight : policy === 'ok' ? 'clear' : 'breached';
  }
  function isBreach(m: number, _open: boolean): boolean {
    const kind = kindAt(m);
    return kind === 'breached' || kind === 'breached!';
  }
  function severityAt(m: number, opened: number): AlertSeverity {
    for (let k = m; k >= opened; k -= 1) {
      const sight = seen(k);
      if (sight === 'breached!') return 'alarm';
      if (sight === 'breached') return 'warning';
    }
    return 'warning';
  }
  function live(opened: number): number {
    let fired: number | null = null;
    for (let m = opened; m < timeline.length; m += 1) {
      const kind = kindAt(m);
      if (fired === null) {
        if (m > opened && (kind === 'clear' || kind === 'between' || kind === 'easing')) {
          told.push({ minute: m, what: 'withdrawn' });
          return m;
        }
        phases[m] = 'pending';
        if (isBreach(m, true) && m - opened >= hold.forM) {
          told.push({ minute: m, what: 'fired' });
          fired = m;
          phases[m] = 'firing';
        }
        continue;
      }
      if (severityAt(m, opened) === 'alarm' && severityAt(m - 1, opened) === 'warning')
        told.push({ minute: m, what: 'worsened' });
      if (kind === 'clear' && isOver(m)) {
        told.push({ minute: m, what: 'resolved' });
        return m;
      }
      phases[m] = kind === 'clear' || kind === 'easing' ? 'recovering' : 'firing';
    }
    return timeline.length;

    function isOver(m: number): boolean {
      let clearFrom = m;
      while (clearFrom - 1 >= opened && kindAt(clearFrom - 1) === 'clear') clearFrom -= 1;
      let lastBreached = m;
      while (!isBreach(lastBreached, true)) lastBreached -= 1;
      return m - clearFrom >= hold.recoverM && m - (lastBreached + 1) >= hold.keepM;
    }
  }
}

const sights = fc.constantFrom<Sight | null>(
  'breached',
  'breached',
  'breached!',
  'easing',
  'between',
  'clear',
  'clear',
  'noData',
  'error',
  null,
  null,
);
const blind = fc.constantFrom<HoldPolicy['noData']>('keepLast', 'keepLast', 'ok', 'alert');
const holds = fc.record({
  forM: fc.nat(4),
  recoverM: fc.nat(4),
  keepM: fc.nat(6),
  noData: blind,
  error: blind,
});

describe('the life of an alert', () => {
  it('is what the reference model says, on 10,000 random timelines', () => {
    fc.assert(
      fc.property(fc.array(sights, { minLength: 1, maxLength: 40 }), holds, (timeline, hold) => {
        expect(decided(timeline, hold)).toEqual(reference(timeline, hold));
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  const table = (text: string): Timeline =>
    [...text].map(
      (sign) =>
        (({
          b: 'breached',
          B: 'breached!',
          e: 'easing',
          '-': 'between',
          c: 'clear',
          n: 'noData',
          x: 'error',
        })[sign] as Sight) ?? null,
    );
  const story = (text: string, hold: Partial<Hold> = {}): string =>
    decided(table(text), { forM: 0, recoverM: 0, keepM: 0, noData: 'keepLast', error: 'keepLast', ...hold })
      .told.map(({ minute, what }) => `${what}@${minute}`)
      .join(' ');

  it('fires when the condition has held for its time, not before and not anew after a restart', () => {
    expect(story('bbbbb', { forM: 3 })).toBe('fired@3');
    expect(story('b...b', { forM: 3 })).toBe('fired@3');
  });

  it('does not fire a condition that did not hold, even if it only came into the deadband', () => {
    expect(story('bb-bb', { forM: 3 })).toBe('withdrawn@2');
    expect(story('bbcbb', { forM: 3 })).toBe('withdrawn@2');
  });

  it('recovers only beyond the deadband, and only once that has held', () => {
    expect(story('b-------')).toBe('fired@0');
    expect(story('b-cc-ccc', { recoverM: 2 })).toBe('fired@0 resolved@7');
  });

  it('keeps firing against flapping', () => {
    expect(story('bcbcbccccccc', { keepM: 5 })).toBe('fired@0 resolved@10');
  });

  it('never resolves because data vanished', () => {
    expect(story('bcnnnnnnnnn', { recoverM: 3 })).toBe('fired@0');
    expect(story('bnnnnncccc', { recoverM: 3 })).toBe('fired@0 resolved@9');
  });

  it('does not fire on what it cannot see', () => {
    expect(story('bnnnnnnb', { forM: 2 })).toBe('fired@7');
  });

  it('raises blindness where the rule says so', () => {
    expect(story('nnn', { noData: 'alert' })).toBe('fired@0');
    expect(story('bnnc', { noData: 'ok' })).toBe('fired@0 resolved@1');
  });

  it('tells again when it gets worse, and not when it gets better', () => {
    expect(story('bBbBB')).toBe('fired@0 worsened@1 worsened@3');
  });

  it('waits, recovering, while what is live is well and what is confirmed is not', () => {
    expect(
      decided(table('beebc'), { forM: 0, recoverM: 0, keepM: 0, noData: 'keepLast', error: 'keepLast' })
        .phases,
    ).toEqual(['firing', 'recovering', 'recovering', 'firing', 'inactive']);
  });

  it('has defaults for every rule that let it fire', () => {
    for (const rule of Object.values(ALERT_RULES)) expect(rule.forMs).toBeLessThanOrEqual(5 * MINUTE);
  });
});
