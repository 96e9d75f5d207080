import type { RunningServer } from './runningServer.js';
import { readingEvent } from './runningServer.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const PARK = 'p1';
export const OTHER = 'p2';

let numbers = 0;
export const iso = (at: number): string => new Date(at).toISOString();

/** Any event, as a park would send it. */
export function parkEvent(type: string, at: number, data: object, park = PARK): object {
  numbers += 1;
  return {
    ...{ specversion: '1.0', id: `journey-${process.pid}-${numbers}`, source: '/e2e/journeys' },
    ...{ type: `parkpulse.${type}.v1`, subject: park, time: iso(at), data },
  };
}

const entry = (kind: string, id: string, from: number, attributes: object): object =>
  parkEvent('registry.entry', from, { kind, id, effectiveFrom: iso(from), attributes });

/** A park of six weeks that every journey finds what it needs in, and a second one beside it. */
export async function seedJourneys(server: RunningServer, now: number): Promise<void> {
  await server.call('POST', '/parks', { id: PARK, name: '海滨化工园区' });
  await server.call('POST', '/parks', { id: OTHER, name: '北仓化工园区' });
  await server.call('PUT', `/parks/${PARK}/definitions/mh_monitor_online_ratio`, {
    effectiveFrom: iso(now - 60 * DAY),
    onlineWithinSeconds: 172_800,
  });
  await attestAll(server, now - 40 * DAY);
  await server.send(...register(now), ...states(now), ...filings(now));
  await server.send(...daily(now));
  await server.settle(PARK);
  await server.settle(OTHER);
}

async function attestAll(server: RunningServer, from: number): Promise<void> {
  for (const [park, indicator, upTo] of [
    [PARK, 'I10', 'S3'],
    [PARK, 'I01', 'S4'],
    [PARK, 'I22', 'S3'],
    [OTHER, 'I01', 'S5'],
    [OTHER, 'I14', 'S4'],
  ])
    await server.call('POST', `/parks/${park}/attestations`, { indicator, upTo, from: iso(from) });
}

function register(now: number): readonly object[] {
  const from = now - 42 * DAY;
  const enterprises = ['E-1', 'E-2', 'E-3'].map((id) =>
    entry('enterprise', id, from, { name: `企业 ${id}`, status: 'commissioned' }),
  );
  const devices = ['MH-1', 'MH-2', 'MH-3', 'MH-4'].map((id) =>
    entry('device', id, from, { nominalPeriodSeconds: 60, majorHazard: true }),
  );
  const stop = { from: iso(now - 20 * DAY), to: iso(now - 15 * DAY), reason: '年度检修' };
  const repaired = entry('device', 'MH-1', now - 25 * DAY, {
    ...{ nominalPeriodSeconds: 60, majorHazard: true },
    stopUse: [stop],
  });
  return [...enterprises, ...devices, repaired];
}

/** Three hazards speak, the fourth has been silent for two days. */
function states(now: number): readonly object[] {
  const at = (device: string, time: number) =>
    parkEvent('device.status', time, { devices: [{ device, state: 'online', time: iso(time) }] });
  const alive = ['MH-1', 'MH-2', 'MH-3'].flatMap((device) =>
    [5, 3.5, 2, 0.2].map((days) => at(device, now - days * DAY)),
  );
  return [...alive, at('MH-4', now - 5 * DAY)];
}

function filings(now: number): readonly object[] {
  const month = iso(now).slice(0, 7);
  return [
    parkEvent('enterprise.submission', now - HOUR, {
      submissions: [{ enterprise: 'E-1', kind: 'special_work', period: month }],
    }),
  ];
}

/** Onboarding falls below its gate three days ago; another rate falls steadily towards one. */
function daily(now: number): readonly object[] {
  return Array.from({ length: 43 }, (_, index) => 42 - index).flatMap((days) => {
    const at = now - days * DAY - HOUR;
    const onboarded = days >= 4 ? 83 : 79;
    return [
      readingEvent(PARK, at, 'iot_access_ratio_design', {
        numerator: onboarded,
        denominator: 100,
        missing: ['D-17'],
      }),
      readingEvent(PARK, at, 'data_lake_ratio', { numerator: 5300 + 20 * days, denominator: 10_000 }),
      readingEvent(OTHER, at, 'iot_access_ratio_design', { numerator: 95, denominator: 100 }),
    ];
  });
}
