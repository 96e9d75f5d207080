import { Controller } from '@nestjs/common';
import { examinedValueOf, seriesOf } from '@parkpulse/application';
import { measureValue, series as seriesShape, seriesQuery, valueQuery } from '@parkpulse/contracts';
import { isMeasureKey } from '@parkpulse/domain';
import { System } from '../composition/system.js';
import { refuse } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const MEASURE = '/api/v1/parks/:park/measures/:measure';
const common = { method: 'GET', action: 'assessment.read', tag: 'measures' } as const;

const series = call({
  ...common,
  path: `${MEASURE}/series`,
  summary: 'Readings of a measure, or buckets of local time',
  query: seriesQuery,
  answer: seriesShape,
});
const value = call({
  ...common,
  path: `${MEASURE}/value`,
  summary: 'A measure over a local hour, day, month or year, or at a moment; also of one member',
  query: valueQuery,
  answer: measureValue,
});

@Controller()
export class MeasuresController {
  constructor(private readonly system: System) {}

  @Answers(series)
  series(@Asked() { park, params, query }: AskOf<typeof series>) {
    const { from, to, interval = null, enterprise = null } = query;
    const asked = {
      park: park.id,
      zone: park.timeZone,
      measure: knownMeasure(params),
      from,
      to,
      interval,
      enterprise,
    };
    return seriesOf(this.system.ports.read, { ...asked, now: this.system.ports.clock.now() });
  }

  @Answers(value)
  value(@Asked() { park, params, query }: AskOf<typeof value>) {
    const { period = null, at = null, device = null, enterprise = null, knownAt = null } = query;
    const asked = {
      park: park.id,
      zone: park.timeZone,
      measure: knownMeasure(params),
      period,
      at,
      device,
      enterprise,
      knownAt,
    };
    return examinedValueOf(this.system.ports.read, { ...asked, now: this.system.ports.clock.now() });
  }
}

function knownMeasure(params: Readonly<Record<string, string>>): string {
  const measure = params['measure'] ?? '';
  if (isMeasureKey(measure)) return measure;
  return refuse('NOT_FOUND', { zh: `没有量 ${measure}`, en: `There is no measure ${measure}` });
}
