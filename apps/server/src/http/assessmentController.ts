import { Controller } from '@nestjs/common';
import {
  assessmentOf,
  explainOf,
  indicatorOf,
  newestTransitionsOf,
  transitionsOf,
  trendOf,
  trendsOf,
} from '@parkpulse/application';
import {
  assessment,
  explanation,
  feedsAnswer,
  indicatorDetail,
  indicatorQuery,
  momentQuery,
  spanQuery,
  transitionPage,
  transitionQuery,
  trend as trendShape,
  trendQuery,
  trends as trendsShape,
  trendsQuery,
} from '@parkpulse/contracts';
import { isIndicatorId } from '@parkpulse/domain';
import { System } from '../composition/system.js';
import { refuse } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { DEFAULT_LIMIT, type PageAsked, pageOf, readCursor } from './paging.js';

const PARK = '/api/v1/parks/:park';
const common = { method: 'GET', action: 'assessment.read', tag: 'assessment' } as const;
/** What walls show too. */
const shown = { ...common, action: 'picture.read' } as const;

const whole = call({
  ...shown,
  path: `${PARK}/assessment`,
  summary: 'All 46 indicators and the score at a moment, as known now or as known then',
  query: momentQuery,
  answer: assessment,
});
const trend = call({
  ...shown,
  path: `${PARK}/trend`,
  summary: 'Stable points or levels of a node per bucket of local time, at most 2,000 buckets unless told',
  query: trendQuery,
  answer: trendShape,
});
const trends = call({
  ...shown,
  path: `${PARK}/trends`,
  summary: 'Trends of many nodes in one answer; of all 46 indicators unless told',
  query: trendsQuery,
  answer: trendsShape,
});
const indicator = call({
  ...common,
  path: `${PARK}/indicators/:indicator`,
  summary: 'One indicator clause by clause, and what the next level lacks',
  query: indicatorQuery,
  answer: indicatorDetail,
});
const transitions = call({
  ...shown,
  path: `${PARK}/transitions`,
  summary: 'Level changes with their causes, oldest first unless told; also of one indicator',
  query: transitionQuery,
  answer: transitionPage,
});
const explain = call({
  ...common,
  path: `${PARK}/explain`,
  summary: 'What moved the stable candidate score; the terms add up exactly',
  query: spanQuery,
  answer: explanation,
});
const feeds = call({
  ...shown,
  path: `${PARK}/feeds`,
  summary: 'Sources with their last event, and how many accepted events are not yet assessed',
  answer: feedsAnswer,
});

@Controller()
export class AssessmentController {
  constructor(private readonly system: System) {}

  @Answers(whole)
  whole(@Asked() { park, query }: AskOf<typeof whole>) {
    const { ports, rules } = this.system;
    return assessmentOf(ports.read, rules, { park: park.id, ...this.moment(query) });
  }

  @Answers(trend)
  trend(@Asked() { park, query }: AskOf<typeof trend>) {
    const { ports, rules } = this.system;
    return trendOf(ports.read, rules, {
      park: park.id,
      zone: park.timeZone,
      now: ports.clock.now(),
      ...query,
    });
  }

  @Answers(trends)
  trends(@Asked() { park, query }: AskOf<typeof trends>) {
    const { ports, rules } = this.system;
    return trendsOf(ports.read, rules, {
      park: park.id,
      zone: park.timeZone,
      now: ports.clock.now(),
      ...query,
    });
  }

  @Answers(indicator)
  indicator(@Asked() { park, params, query }: AskOf<typeof indicator>) {
    const id = params['indicator'] ?? '';
    if (!isIndicatorId(id))
      return refuse('NOT_FOUND', { zh: `没有指标 ${id}`, en: `There is no indicator ${id}` });
    const { ports, rules } = this.system;
    return indicatorOf(ports.read, rules, {
      park: park.id,
      zone: park.timeZone,
      indicator: id,
      ...this.moment(query),
    });
  }

  @Answers(transitions)
  async transitions(@Asked() { park, query }: AskOf<typeof transitions>) {
    const { ports, rules } = this.system;
    const asked = { park: park.id, ...query };
    const items =
      query.order === 'desc'
        ? await newestTransitionsOf(ports.read, rules, asked, pageBehind(query))
        : await transitionsOf(ports.read, rules, asked);
    return pageOf(items, query, (item) => `${item.at}/${item.indicator}/${item.level}/${item.series}`);
  }

  @Answers(explain)
  explain(@Asked() { park, query }: AskOf<typeof explain>) {
    return explainOf(this.system.ports.read, this.system.rules, { park: park.id, ...query });
  }

  @Answers(feeds)
  feeds(@Asked() { park }: AskOf<typeof feeds>) {
    return this.system.feeds(park.id);
  }

  private moment({
    at,
    knownAt,
  }: {
    readonly at?: number | undefined;
    readonly knownAt?: number | undefined;
  }) {
    const now = this.system.ports.clock.now();
    return { at: at ?? now, knownAt: knownAt ?? null, now };
  }
}

/** How many items a page wants, and behind which instant: the cursor of a transition begins with its own. */
function pageBehind({ limit = DEFAULT_LIMIT, cursor }: PageAsked): {
  readonly count: number;
  readonly behind: number | null;
} {
  if (cursor === undefined) return { count: limit, behind: null };
  const behind = Date.parse(readCursor(cursor).split('/')[0] ?? '');
  return { count: limit, behind: Number.isNaN(behind) ? null : behind };
}
