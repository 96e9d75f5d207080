import { DEFAULT_NOTICE_POLICY, NO_EVIDENCE } from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import { deriveFigures } from './alertFigures.js';
import type { FiredAlert } from './deskPorts.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 24, 2);
const SPAN = { from: START, to: START + 48 * HOUR };
let count = 0;

interface Asked {
  readonly at: number;
  readonly rule?: FiredAlert['key']['rule'];
  readonly scope?: string;
  readonly severity?: FiredAlert['severity'];
  readonly ack?: number;
  readonly end?: number;
}

/** An alert that fired so many minutes into the span, acknowledged and over so many minutes later. */
function fired({ at, rule = 'A01', scope = '', severity = 'warning', ack, end }: Asked): FiredAlert {
  const firedAt = START + at * MINUTE;
  count += 1;
  return {
    id: `1-${count}`,
    park: 'p1',
    key: { rule, indicator: null, scope },
    phase: end === undefined ? 'firing' : 'resolved',
    sight: end === undefined ? 'breached' : 'clear',
    severity,
    evidence: { ...NO_EVIDENCE, cause: 'value' },
    since: firedAt,
    openedAt: firedAt,
    firedAt,
    raisedAt: firedAt,
    breachedAt: firedAt,
    clearSince: null,
    resolvedAt: end === undefined ? null : firedAt + end * MINUTE,
    resolution: end === undefined ? null : 'recovered',
    transition: 1,
    group: null,
    root: null,
    suppressed: null,
    acknowledged: null,
    assignee: null,
    shelf: null,
    told: {},
    escalated: 0,
    comments: [],
    firstAcknowledgedAt: ack === undefined ? null : firedAt + ack * MINUTE,
  };
}

const figures = (...alerts: readonly FiredAlert[]) => deriveFigures(alerts, SPAN, DEFAULT_NOTICE_POLICY);

describe('alert figures', () => {
  it('of a span without alerts are nothing, not a division by nothing', () => {
    expect(figures()).toMatchObject({
      fired: 0,
      mttaSeconds: null,
      mttrSeconds: null,
      inTime: { of: 0, acknowledged: 0 },
      byRule: [],
      noisiest: [],
      peakPerTenMinutes: 0,
      perHour: 0,
    });
  });

  it('average the time to the first acknowledgement and to the end over those that have one', () => {
    const found = figures(
      fired({ at: 0, ack: 2, end: 10 }),
      fired({ at: 5, ack: 4 }),
      fired({ at: 9, end: 30 }),
    );
    expect(found).toMatchObject({
      acknowledged: 2,
      mttaSeconds: 180,
      resolved: 2,
      mttrSeconds: 1200,
      open: 1,
    });
  });

  it('count as in time what was acknowledged, or over, before the first rung; reminders have no ladder', () => {
    const found = figures(
      fired({ at: 0, ack: 14 }),
      fired({ at: 1, ack: 16 }),
      fired({ at: 2, end: 15 }),
      fired({ at: 3 }),
      fired({ at: 4, severity: 'reminder', ack: 600 }),
      // Its time is still running at the end of the span.
      fired({ at: 48 * 60 - 5 }),
    );
    expect(found.inTime).toEqual({ of: 4, acknowledged: 2 });
  });

  it('name what fired most often, and how often it fired again within an hour of its end', () => {
    const chatter = [0, 20, 40].map((at) =>
      fired({ at, rule: 'A06', scope: 'GW-1', severity: 'reminder', end: 5 }),
    );
    const found = figures(...chatter, fired({ at: 41, end: 1 }), fired({ at: 300, end: 1 }));
    expect(found.noisiest.map(({ rule, scope, fired: times, again }) => [rule, scope, times, again])).toEqual(
      [
        ['A06', 'GW-1', 3, 2],
        ['A01', '', 2, 0],
      ],
    );
    expect(found.noisiest[0]?.lastId).toBe(chatter[2]?.id);
  });

  it('find the busiest ten minutes, wherever they begin', () => {
    const found = figures(...[0, 9, 9.5, 12, 18, 18.9, 40].map((at) => fired({ at, end: 1 })));
    expect(found.peakPerTenMinutes).toBe(5);
    expect(found.perHour).toBe(0.15);
  });

  it('call persistent what has been open for more than a day', () => {
    expect(figures(fired({ at: 0 }), fired({ at: 25 * 60 }), fired({ at: 0, end: 30 * 60 })).persistent).toBe(
      1,
    );
  });
});
