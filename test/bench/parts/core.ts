import type { Figure } from '../figures.js';
import { median } from '../figures.js';
import type { BenchOptions } from '../options.js';
import type { InferenceProbe } from '../probes/inference.js';
import type { RateCost, RateProbe } from '../probes/rates.js';
import { runProbe } from '../probes/runProbe.js';

/** Goal 10: 100,000 devices at one heartbeat a minute, through the state behind rates and through all a park keeps. */
export async function measureRates({ quick }: BenchOptions): Promise<readonly Figure[]> {
  const probes: RateProbe[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round += 1) probes.push(await runProbe<RateProbe>('rates'));
  return [
    ...costFigures(
      'rate state',
      probes.map(({ state }) => state),
      10,
    ),
    ...costFigures(
      'all facts of the park',
      probes.map(({ facts }) => facts),
      null,
    ),
  ];
}

function costFigures(of: string, costs: readonly RateCost[], goal: number | null): readonly Figure[] {
  const rates = costs.map(({ perSecond }) => perSecond);
  const bytes = costs.map(({ bytesPerDevice }) => bytesPerDevice);
  const isGoal = goal !== null;
  return [
    {
      ...{ goal, name: `heartbeats through the ${of}, 100,000 devices`, unit: '/s per core', rounds: rates },
      ...(isGoal ? { target: '≥ 300,000', isMet: median(rates) >= 300_000 } : {}),
    },
    {
      ...{ goal, name: `memory of the ${of}, 100,000 devices`, unit: 'bytes a device', rounds: bytes },
      ...(isGoal ? { target: '≤ 200', isMet: median(bytes) <= 200 } : {}),
    },
  ];
}

/** A whole park's inference, CPU time. */
export async function measureInference(): Promise<readonly Figure[]> {
  const { micros } = await runProbe<InferenceProbe>('inference');
  const rounds = micros.map((each) => each / 1000);
  const target = { target: '< 1 ms', isMet: median(rounds) < 1 };
  return [
    { goal: null, name: 'a whole park: 46 indicators and three scores, CPU', unit: 'ms', rounds, ...target },
  ];
}
