import { assessmentRules } from '@parkpulse/application';
import {
  HGT_6313_2024,
  type IndicatorId,
  type Level,
  type MeasureKey,
  type MeasureValue,
  ONE,
  attestedCapabilities,
  compileStandard,
  decimal,
  inferStandard,
  scoreInference,
  toMeasureValue,
} from '@parkpulse/domain';

export interface InferenceProbe {
  /** CPU microseconds of the whole: levels of the 46 indicators and the three scores. */
  readonly micros: readonly number[];
}

const ROUNDS = 5;
const TIMES = 2000;

/** One park from given measures to its score, as `assess` and "try it" both do; the values change from time to time. */
function probe(): InferenceProbe {
  const { standard, plan } = assessmentRules(compileStandard(HGT_6313_2024));
  const upTo = new Map<IndicatorId, Level>(standard.indicators.map(({ indicator }) => [indicator.id, 'S4']));
  const capabilities = attestedCapabilities(standard, upTo, new Map());
  const cases = Array.from({ length: 16 }, (_, n) => {
    const values = new Map<MeasureKey, MeasureValue>();
    for (const [key, bound] of standard.measures)
      values.set(
        key,
        toMeasureValue(
          bound,
          decimal(String((n * 61) % 1000)),
          bound.unit === 'ratio' ? decimal('1000') : ONE,
        ),
      );
    return values;
  });
  const run = (times: number): number => {
    let sum = 0;
    for (let n = 0; n < times; n += 1)
      sum += scoreInference(plan, inferStandard(standard, cases[n % cases.length] ?? new Map(), capabilities))
        .candidate.z;
    return sum;
  };
  run(TIMES);
  const micros = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    run(TIMES);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / TIMES;
  });
  return { micros };
}

process.stdout.write(`${JSON.stringify(probe())}\n`);
