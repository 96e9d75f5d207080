// @vitest-environment node
import { defaultDefinition, MEASURE_KEYS } from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import type { MeasureDefinitionAnswer } from '../api/types.js';
import { fieldValue, fieldsOf, toDefinition } from './definitionFields.js';

const definition = (measure: string): MeasureDefinitionAnswer => ({
  ...defaultDefinition(measure),
  effectiveFrom: '2000-01-01T00:00:00Z',
});

describe('editing a definition', () => {
  it('shows the fields that matter for a measure’s kind', () => {
    expect(fieldsOf('monitor_online_ratio').map(({ key }) => key)).toContain('onlineWithinSeconds');
    expect(fieldsOf('auto_monitor_data_valid_ratio').map(({ key }) => key)).toContain('validFlags');
    expect(fieldsOf('dcmm_level').map(({ key }) => key)).not.toContain('slotSeconds');
  });

  it('gives back the same definition when nothing is changed', () => {
    for (const measure of MEASURE_KEYS) {
      const { measure: _measure, version: _version, effectiveFrom: _from, ...fields } = definition(measure);
      const texts = new Map(
        fieldsOf(measure).map(({ key }) => [key, fieldValue(definition(measure), key)] as const),
      );
      expect(toDefinition(definition(measure), texts, null)).toEqual(fields);
    }
  });

  it('reads numbers, lists and "automatic"', () => {
    const texts = new Map([
      ['validFlags', 'N, M'],
      ['dwell.downSeconds', '60'],
      ['freshSeconds', ' '],
    ] as const);
    expect(
      toDefinition(definition('auto_monitor_data_valid_ratio'), texts, '2026-01-01T00:00:00Z'),
    ).toMatchObject({
      validFlags: ['N', 'M'],
      freshSeconds: null,
      dwell: { downSeconds: 60, upSeconds: 86_400 },
      effectiveFrom: '2026-01-01T00:00:00Z',
    });
  });
});
