import { SUBMISSION_KINDS, type Instant, type SubmissionFact } from '@parkpulse/domain';
import { parsePeriod } from '../time/periods.js';
import type { FieldReader } from './fieldReader.js';
import { futureFault, missingFault, periodFault, ratioFault, tooOldFault, typeFault } from './faults.js';
import type { ItemContext } from './readings.js';

const YEAR = 366 * 86_400_000;
const EARLIEST_PERIOD: Instant = Date.UTC(1999, 11, 31);

/** Reads one item of `submissions`. */
export function readSubmission(item: FieldReader, context: ItemContext): SubmissionFact {
  const enterprise = item.id('enterprise');
  const submission = item.oneOf('kind', SUBMISSION_KINDS);
  const at = item.optionalTime('time', context.time);
  const period = readPeriodText(item, at);
  return {
    kind: 'submission',
    enterprise,
    submission,
    period,
    at,
    ...readCounts(item),
    origin: context.origin,
  };
}

/** A period may be filed ahead (next year's plan), but not more than a year. */
function readPeriodText(item: FieldReader, filedAt: Instant): string {
  const pointer = item.pointerTo('period');
  const text = item.peek('period');
  if (typeof text !== 'string') {
    item.report(text === null ? missingFault(pointer) : typeFault(pointer, '文本', 'text'));
    return '';
  }
  const period = parsePeriod(text);
  if (period === null || period.unit === 'hour') item.report(periodFault(pointer));
  else if (period.beginsAbout < EARLIEST_PERIOD) item.report(tooOldFault(pointer, EARLIEST_PERIOD));
  else if (period.beginsAbout > filedAt + YEAR) item.report(futureFault(pointer, filedAt + YEAR));
  return text;
}

function readCounts(item: FieldReader): Pick<SubmissionFact, 'filled' | 'required'> {
  if (!item.has('filled') && !item.has('required')) return { filled: null, required: null };
  const filled = item.count('filled');
  const required = item.count('required');
  if (filled > required)
    item.report(ratioFault(item.pointerTo('filled'), '已填多于应填', 'more filled than required'));
  return { filled, required };
}
