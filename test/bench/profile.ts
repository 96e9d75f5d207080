import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storing } from './contenders.js';
import { run } from './contest.js';
import { show } from './figures.js';
import type { Ground } from './ground.js';
import type { LoadPlan } from './load.js';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const SHOWN = 18;

/** Runs one ingest worker under `--cpu-prof` on a load and says, as Markdown, where its CPU time went. */
export async function profileLoad(ground: Ground, plan: LoadPlan): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parkpulse-bench-profile-'));
  try {
    await run(ground, storing(1, folder), plan);
    const [file] = await readdir(folder);
    if (file === undefined) throw new Error('no profile was written');
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
    return tableOf(profile, plan);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function tableOf(profile: CpuProfile, plan: LoadPlan): string {
  const own = ownTimes(profile);
  const busy = [...own.values()].reduce((sum, time) => sum + time, 0) - (own.get('(idle)') ?? 0);
  const readings = plan.events * plan.perEvent;
  const lines = [...own]
    .filter(([name]) => name !== '(idle)')
    .sort((a, b) => b[1] - a[1])
    .slice(0, SHOWN)
    .map(([name, time]) => `| ${name} | ${show((100 * time) / busy)} % | ${show(time / readings)} |`);
  return [
    `### One worker, ${readings.toLocaleString('en-US')} readings in events of ${plan.perEvent}: ${show(busy / readings)} µs a reading by the clock of the sampled process, start included`,
    '',
    '| function | own time | µs a reading |',
    '|---|---|---|',
    ...lines,
  ].join('\n');
}

/** Microseconds by function, of what runs in it itself. */
function ownTimes({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const own = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '';
    own.set(name, (own.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  return own;
}

function nameOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.split('/').slice(-2).join('/');
  return `${functionName === '' ? '(anonymous)' : functionName}${file === '' ? '' : ` ${file}`}`;
}
