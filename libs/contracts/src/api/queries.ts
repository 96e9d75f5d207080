import * as z from 'zod';
import {
  ALERT_RULE_IDS,
  INDICATOR_IDS,
  isIndicatorId,
  PRIMARY_IDS,
  SECONDARY_IDS,
  type Instant,
} from '@parkpulse/domain';
import { EVENT_CODES } from '../codes.js';
import { parsePeriod } from '../time/periods.js';
import { toTimeText } from '../time/rfc3339.js';
import { INTERVALS, type Interval } from './choices.js';
import { reportFault } from './parseRequest.js';
import { alertState } from './operationShapes.js';
import { severity } from './primitives.js';
import { cursor, instant, knownIndicator, limit, memberId, parkId, queryNumber } from './requestFields.js';

const DAY = 86_400_000;
const YEAR = 366 * DAY;

/** The longest span a query may ask for; minutes of a decade would be millions of points. */
export const MAX_SPAN = 40 * YEAR;
export const MAX_SPAN_OF_INTERVAL: Readonly<Record<Interval, number>> = {
  '1m': 92 * DAY,
  '1h': 6 * YEAR,
  '1d': MAX_SPAN,
};

const page = { limit: limit.exactOptional(), cursor: cursor.exactOptional() };
const span = { from: instant, to: instant };
const moment = { at: instant.exactOptional(), knownAt: instant.exactOptional() };
const interval = z.enum(INTERVALS);

interface Span {
  readonly from: Instant;
  readonly to: Instant;
  readonly interval?: Interval;
}

/** Refuses a span that ends before it begins, or is longer than can be answered at its interval. */
function checkSpan(asked: Span, context: z.core.$RefinementCtx): void {
  const most = asked.interval === undefined ? MAX_SPAN : MAX_SPAN_OF_INTERVAL[asked.interval];
  if (asked.from > asked.to) {
    const text = `${toTimeText(asked.from)} > ${toTimeText(asked.to)}`;
    reportFault(context, 'RANGE_INVALID', { zh: `from 晚于 to：${text}`, en: `from is after to: ${text}` }, [
      'from',
    ]);
  } else if (asked.to - asked.from > most) {
    const days = Math.round(most / DAY);
    reportFault(
      context,
      'RANGE_TOO_LARGE',
      { zh: `时间范围最长 ${days} 天`, en: `the range may be at most ${days} days long` },
      ['to'],
    );
  }
}

export const pageQuery = z.strictObject(page);
export const momentQuery = z.strictObject(moment);
export const indicatorQuery = z.strictObject(moment);
export const spanQuery = z.strictObject(span).superRefine(checkSpan);
export const annotationQuery = z.strictObject({ ...span, ...page }).superRefine(checkSpan);

const order = z.enum(['asc', 'desc']);

export const transitionQuery = z
  .strictObject({
    ...span,
    ...page,
    indicator: knownIndicator.exactOptional(),
    /** Only changes of this level, of the series as it stands (`raw`) or as confirmed (`stable`); all unless told. */
    level: z.enum(['assured', 'candidate', 'ceiling']).exactOptional(),
    series: z.enum(['stable', 'raw']).exactOptional(),
    /** `asc`, the oldest first, unless told. */
    order: order.exactOptional(),
  })
  .superRefine(checkSpan);

export const attestationQuery = z.strictObject({
  ...page,
  indicator: knownIndicator.exactOptional(),
  /** `desc`, the newest first, unless told. */
  order: order.exactOptional(),
});

const nodes: ReadonlySet<string> = new Set(['Z', ...PRIMARY_IDS, ...SECONDARY_IDS]);

/** A node of the score: `Z`, `P1`…`P6`, `Q01`…`Q17` or `I01`…`I46`. */
const node = z.string().superRefine((text, context) => {
  if (!nodes.has(text) && !isIndicatorId(text)) {
    reportFault(context, 'UNKNOWN_INDICATOR', {
      zh: '须为 Z、P1–P6、Q01–Q17 或 I01–I46',
      en: 'must be Z, P1 to P6, Q01 to Q17 or I01 to I46',
    });
  }
});

/** Without an interval the answer is by the hour where that is at most 2,000 points, else by the day. */
export const trendQuery = z
  .strictObject({ ...span, interval: interval.exactOptional(), node: node.default('Z') })
  .superRefine(checkSpan);

/** Nodes of the score, each once, with commas between; absent, all 46 indicators. */
const nodeList = z
  .string()
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(node));

export const trendsQuery = z
  .strictObject({
    ...span,
    interval: interval.default('1d'),
    nodes: nodeList.default(() => [...INDICATOR_IDS]),
  })
  .superRefine(checkSpan);

export const seriesQuery = z
  .strictObject({ ...span, interval: interval.exactOptional(), enterprise: memberId.exactOptional() })
  .superRefine(checkSpan);

const period = z.string().superRefine((text, context) => {
  if (parsePeriod(text) === null) {
    reportFault(context, 'FIELD_INVALID', {
      zh: '须为时（2014-02-26T05）、日、月或年',
      en: 'must be an hour (2014-02-26T05), a day, a month or a year',
    });
  }
});

export const valueQuery = z
  .strictObject({
    period: period.exactOptional(),
    at: instant.exactOptional(),
    device: memberId.exactOptional(),
    enterprise: memberId.exactOptional(),
    knownAt: instant.exactOptional(),
  })
  .superRefine((asked, context) => {
    if (asked.period !== undefined && asked.at !== undefined) {
      reportFault(
        context,
        'FIELD_INVALID',
        { zh: 'period 与 at 只能给出一个', en: 'give either period or at' },
        ['at'],
      );
    }
    if (asked.device !== undefined && asked.enterprise !== undefined) {
      reportFault(
        context,
        'FIELD_INVALID',
        { zh: 'device 与 enterprise 只能给出一个', en: 'give either device or enterprise' },
        ['device'],
      );
    }
  });

export const definitionQuery = z.strictObject({
  at: instant.exactOptional(),
  version: queryNumber.exactOptional(),
});

export const alertQuery = z.strictObject({
  ...page,
  state: alertState.exactOptional(),
  severity: severity.exactOptional(),
  rule: z.enum(ALERT_RULE_IDS).exactOptional(),
  indicator: knownIndicator.exactOptional(),
  from: instant.exactOptional(),
  to: instant.exactOptional(),
});

export const deadLetterQuery = z.strictObject({
  ...page,
  park: parkId.exactOptional(),
  code: z.enum(Object.keys(EVENT_CODES) as [keyof typeof EVENT_CODES]).exactOptional(),
});

export const registerQuery = z.strictObject({
  ...page,
  at: instant.exactOptional(),
  kind: z.enum(['enterprise', 'device', 'system']).exactOptional(),
});
