import {
  type IndicatorId,
  type Instant,
  MEASURE_KEYS,
  type MeasureKey,
  type MeasureKind,
  type SubmissionKind,
  formOf,
  isIndicatorId,
  isMeasureKey,
  measureKindOf,
} from '@parkpulse/domain';
import type { Touch } from '../ports.js';

/** From when on each measure, and each indicator's attestations, must be derived anew. */
export interface Dirt {
  readonly measures: ReadonlyMap<MeasureKey, Instant>;
  readonly attested: ReadonlyMap<IndicatorId, Instant>;
}

const OF_DEVICES: readonly MeasureKind[] = ['online_time', 'online_slots', 'members'];

/** Tells which measures a touch concerns. */
export function measuresTouchedBy({ kind, group }: Pick<Touch, 'kind' | 'group'>): readonly MeasureKey[] {
  switch (kind) {
    case 'reading':
      return only(group);
    case 'definition':
      // Without a group the park's time zone changed: every period begins and ends elsewhere.
      return group === '' ? MEASURE_KEYS : only(group);
    case 'state':
      return MEASURE_KEYS.filter((key) => OF_DEVICES.includes(measureKindOf(key)));
    case 'transmission':
      return MEASURE_KEYS.filter((key) => measureKindOf(key) === 'transmission');
    case 'submission':
      return MEASURE_KEYS.filter((key) => submissionKindsOf(key).some((each) => each === group));
    case 'registry':
      return MEASURE_KEYS.filter((key) => measureKindOf(key) !== 'reading');
    case 'attestation':
      return [];
  }
}

function only(group: string): readonly MeasureKey[] {
  return isMeasureKey(group) ? [group] : [];
}

/** The kinds of submission a measure is formed from. */
function submissionKindsOf(measure: MeasureKey): readonly SubmissionKind[] {
  const form = formOf(measure);
  if (form.kind === 'fields') return form.submissions;
  return 'submission' in form ? [form.submission] : [];
}

/** Gathers what the touches make dirty. A submission speaks for its period, so its measures are dirty from the period on. */
export function dirtOf(touches: readonly Touch[]): Dirt {
  const measures = new Map<MeasureKey, Instant>();
  const attested = new Map<IndicatorId, Instant>();
  for (const touch of touches) {
    for (const measure of measuresTouchedBy(touch)) lower(measures, measure, touch.from);
    if (touch.kind === 'attestation' && isIndicatorId(touch.group)) lower(attested, touch.group, touch.from);
  }
  return { measures, attested };
}

/** Notes that a key is dirty from an instant on, keeping the earlier one. */
export function lower<Key>(map: Map<Key, Instant>, key: Key, at: Instant): void {
  const held = map.get(key);
  if (held === undefined || at < held) map.set(key, at);
}
