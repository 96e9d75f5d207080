import { memoryOf } from '../bench/memory.js';
import { Findings } from '../bench/row.js';
import type { World } from '../bench/world.js';

const MOST_MB = 512;
/** Below this the slope says more about the collector of garbage than about a leak. */
const SHORTEST_FOR_SLOPE_S = 120;

/** "std": invariants I1 to I5 by the checker, I8 by what was sampled. */
export async function standard(
  world: World,
  findings = new Findings(),
  more: Parameters<World['check']>[0] = {},
): Promise<Findings> {
  await world.settle().catch((error: Error) => findings.add([error.message]));
  const { faults, count, figures } = await world.check(more);
  findings.add(faults);
  if (count > faults.length) findings.add([`and ${count - faults.length} more`]);
  const { highest, perMinute, longest } = memoryOf(world.lives);
  findings.note({
    records: figures.records,
    stored: figures.stored,
    duplicates: figures.duplicates,
    'dead letters': figures.deadLetters,
  });
  findings.note({
    published: `${figures.published}${figures.publishedCopies > 0 ? ` (${figures.publishedCopies} copies)` : ''}`,
  });
  findings.within('RSS', highest, MOST_MB, 'MB');
  if (longest > SHORTEST_FOR_SLOPE_S)
    findings.note({
      'RSS slope': `${perMinute.toFixed(1)} MB/min over the last ${Math.round(longest / 2)} s of the process that lived longest`,
    });
  return findings;
}
