// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { toDraft, toEntry, toRegistryEvent } from './registerEntry.js';

const from = '2026-11-24T00:00:00.000Z';

describe('an entry of the register', () => {
  it('is read into the form and written back as it was, with what the form does not show', () => {
    const attributes = {
      nominalPeriodSeconds: 60,
      valuesPerPeriod: 4,
      majorHazard: true,
      requiredByDesign: false,
      requiredByIndustry: true,
      autoMonitoring: 'installed',
      stopUse: [{ from, to: from, reason: '检修' }],
    };
    const draft = toDraft(
      { kind: 'device', id: 'D-17', effectiveFrom: from, effectiveTo: null, attributes },
      from,
    );
    expect(toEntry(draft)).toEqual({ kind: 'device', id: 'D-17', effectiveFrom: from, attributes });
  });

  it('leaves out what was not filled in', () => {
    const entry = toEntry({
      kind: 'enterprise',
      id: ' E-31 ',
      effectiveFrom: from,
      values: { name: '新材料厂', status: 'commissioned' },
      kept: {},
    });
    expect(entry).toEqual({
      kind: 'enterprise',
      id: 'E-31',
      effectiveFrom: from,
      attributes: { name: '新材料厂', status: 'commissioned', key: false },
    });
  });

  it('travels as the event any other system would send', () => {
    expect(
      toRegistryEvent('p1', '/dashboard/admin', 'r-1', { time: from, entry: { kind: 'system' } }),
    ).toMatchObject({
      type: 'parkpulse.registry.entry.v1',
      subject: 'p1',
      data: { kind: 'system' },
    });
  });
});
