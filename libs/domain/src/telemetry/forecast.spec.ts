import { describe, expect, it } from 'vitest';
import { defaultDefinition } from './definitions.js';
import { runningValue } from './forecast.js';
import { judgedAt } from './judgedSpan.js';
import { formOf } from './measureForms.js';
import { ParkFacts } from './parkFacts.js';
import { FactBuilder } from './testing/factBuilder.js';
import { showShare, showValue } from './testing/showValue.js';
import { uploadShares } from './upload.js';

const HOUR = 3_600_000;
const SHANGHAI = { zone: 'Asia/Shanghai' };
const START = Date.parse('2026-10-31T16:00:00Z');

describe('the running period', () => {
  const build = new FactBuilder();
  const park = ParkFacts.of([
    build.enterprise('A', START - HOUR),
    build.enterprise('B', START - HOUR),
    build.submission('A', 'special_work', '2026-11', { at: START + 9 * HOUR }),
  ]);
  const monthly = defaultDefinition('special_ops_monthly_upload_ratio');

  it('shows what it has come to so far', () => {
    const before = runningValue(monthly, park, START + 8 * HOUR, SHANGHAI);
    const after = runningValue(monthly, park, START + 10 * HOUR, SHANGHAI);
    expect(before?.period.label).toBe('2026-11');
    expect(showValue(after?.value ?? null)).toBe('1/2');
    expect(after?.value.missing).toEqual(['B']);
  });

  it('is none at its very beginning, nor for a window', () => {
    expect(runningValue(monthly, park, START, SHANGHAI)).toBeNull();
    expect(runningValue(defaultDefinition('monitor_online_ratio'), park, START + HOUR, SHANGHAI)).toBeNull();
  });
});

describe('daily uploads', () => {
  it("show each day's own share beside the strict rate (ruling I20b)", () => {
    const build = new FactBuilder();
    const park = ParkFacts.of([
      build.enterprise('A', START - HOUR),
      build.enterprise('B', START - HOUR),
      build.submission('A', 'dual_prevention', '2026-11-01', { at: START + HOUR }),
      build.submission('A', 'dual_prevention', '2026-11-02', { at: START + 30 * HOUR }),
      build.submission('B', 'dual_prevention', '2026-11-02', { at: START + 30 * HOUR }),
    ]);
    const form = formOf('dual_prevention_daily_upload_ratio');
    if (form.kind !== 'upload') throw new Error('not an upload measure');
    const definition = { ...defaultDefinition('dual_prevention_daily_upload_ratio'), periods: 2 };
    const judged = judgedAt(definition, START + 48 * HOUR, 'Asia/Shanghai');
    const shares = uploadShares(form, park, judged, 'Asia/Shanghai');
    expect(shares.map((share) => `${share.period} ${showShare(share)}`)).toEqual([
      '2026-11-01 1/2',
      '2026-11-02 2/2',
    ]);
  });
});
