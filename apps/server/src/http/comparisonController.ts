import { Controller } from '@nestjs/common';
import { annotationsOf, comparisonOf, indicatorsOf, parksOf, valuesOf } from '@parkpulse/application';
import {
  annotationPage,
  annotationQuery,
  comparison as comparisonShape,
  indicatorPage,
  measurePage,
  momentQuery,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PARK = '/api/v1/parks/:park';

// Not below /parks: there a park could have its name.
const comparison = call({
  method: 'GET',
  path: '/api/v1/comparison',
  action: 'park.read',
  tag: 'parks',
  summary: 'All parks one may see as they stand, each with its last thirty days',
  answer: comparisonShape,
});
const measures = call({
  method: 'GET',
  path: `${PARK}/measures`,
  action: 'assessment.read',
  tag: 'measures',
  summary: 'All measures at a moment, each as it would be answered alone',
  query: momentQuery,
  answer: measurePage,
});
const indicators = call({
  method: 'GET',
  action: 'assessment.read',
  tag: 'assessment',
  path: `${PARK}/indicators`,
  summary: 'All indicators clause by clause, of one snapshot, each as it would be answered alone',
  query: momentQuery,
  answer: indicatorPage,
});
const annotations = call({
  method: 'GET',
  path: `${PARK}/annotations`,
  action: 'assessment.read',
  tag: 'assessment',
  summary:
    'What besides values may have moved a score: register, approved stop-use, maintenance, definitions; oldest first',
  query: annotationQuery,
  answer: annotationPage,
});

/** What pages ask for at once that would otherwise be many calls. */
@Controller()
export class ComparisonController {
  constructor(private readonly system: System) {}

  @Answers(comparison)
  async comparison(@Asked() { actor }: AskOf<typeof comparison>) {
    const { ports, rules } = this.system;
    const now = ports.clock.now();
    return comparisonOf(ports.read, rules, { parks: await parksOf(ports.read, actor), at: now, now });
  }

  @Answers(measures)
  async measures(@Asked() { park, query }: AskOf<typeof measures>) {
    const { ports, rules } = this.system;
    const now = ports.clock.now();
    const { at = now, knownAt = null } = query;
    const keys = rules.standard.standard.measures.map(({ key }) => key);
    const asked = { park: park.id, zone: park.timeZone, measures: keys, at, knownAt, now };
    return { items: await valuesOf(ports.read, asked), next: null };
  }

  @Answers(indicators)
  async indicators(@Asked() { park, query }: AskOf<typeof indicators>) {
    const { ports, rules } = this.system;
    const now = ports.clock.now();
    const { at = now, knownAt = null } = query;
    const asked = { park: park.id, zone: park.timeZone, at, knownAt, now };
    return { items: await indicatorsOf(ports.read, rules, asked), next: null };
  }

  @Answers(annotations)
  async annotations(@Asked() { park, query }: AskOf<typeof annotations>) {
    const { from, to } = query;
    const items = await annotationsOf(this.system.ports.read, { park: park.id, from, to });
    return pageOf(items, query, ({ at, kind, ...one }) =>
      [at, kind, one.subject, one.change, one.to, one.reason].join('/').slice(0, 200),
    );
  }
}
