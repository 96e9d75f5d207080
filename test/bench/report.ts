import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../faults/bench/root.js';
import { pinned } from '../kafka/kafkaSetting.js';
import { type Figure, median, show } from './figures.js';

const RESULTS = join(root, 'test/bench/RESULTS.md');
const NOTES = join(root, 'test/bench/NOTES.md');

export interface Report {
  readonly figures: readonly Figure[];
  readonly faults: readonly string[];
  readonly databaseKind: string;
  readonly arguments: readonly string[];
  readonly seconds: number;
  /** Where CPU time went, by profile, as Markdown. */
  readonly profile: string | null;
}

/** Writes RESULTS.md: figures and all rounds, the machine and the versions, and the notes kept beside. */
export function writeReport(report: Report): void {
  const parts = [head(report), goals(report.figures), rounds(report.figures)];
  if (report.faults.length > 0)
    parts.push(`## Faults\n\n${report.faults.map((fault) => `- ${fault}`).join('\n')}`);
  if (report.profile !== null) parts.push(report.profile);
  const notes = readNotes();
  if (notes !== null) parts.push(notes);
  writeFileSync(RESULTS, `${parts.join('\n\n')}\n`);
}

function head({ databaseKind, seconds, arguments: words }: Report): string {
  const [cpu] = cpus();
  return `# Benchmark results

Written by \`npm run bench${words.length === 0 ? '' : ` -- ${words.join(' ')}`}\` on ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${Math.round(seconds)} s.
Commit ${commit()}. ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node},
${databaseKind} with fsync and synchronous_commit on, Apache Kafka ${pinned.kafka} (one broker). Brokers, database and workers share the cores.

C is the ceiling of the same round: the same readings as finished binary COPY into an empty table whose key has time first, the
better of one stream and two. Every run starts on an empty database and ends with a count: one reading lost or doubled fails it. Rates are
those of the last three quarters of a load, when programs are warm; CPU time per reading is of the whole load, warm-up included.`;
}

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root }).toString().trim();
  try {
    const isClean = git('status', '--porcelain', '--untracked-files=no') === '';
    return `${git('rev-parse', '--short=12', 'HEAD')}${isClean ? '' : ' with changes not committed'}`;
  } catch {
    return 'unknown';
  }
}

function goals(figures: readonly Figure[]): string {
  const lines = figures.map((figure) => {
    const { goal, name, unit, rounds: values, ofCeiling, target = '', isMet = null, note = '' } = figure;
    const share = ofCeiling === undefined ? '' : `${show(100 * median(ofCeiling))} %`;
    const verdict = isMet === null ? '' : isMet ? 'met' : '**missed**';
    return `| ${[goal ?? '', name, `${show(median(values))} ${unit}`, share, target, verdict, note].join(' | ')} |`;
  });
  return [
    '## Figures (medians)',
    '',
    '| goal | what | median | of C | target | verdict | note |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function rounds(figures: readonly Figure[]): string {
  const lines = figures
    .filter(({ rounds: values }) => values.length > 1)
    .map(({ name, unit, rounds: values, ofCeiling }) => {
      const shares = ofCeiling?.map((share) => `${show(100 * share)} %`).join(', ') ?? '';
      return `| ${name} | ${unit} | ${values.map(show).join(', ')} | ${shares} |`;
    });
  return ['## All rounds', '', '| what | unit | rounds | of C |', '|---|---|---|---|', ...lines].join('\n');
}

function readNotes(): string | null {
  try {
    return readFileSync(NOTES, 'utf8').trim();
  } catch {
    return null;
  }
}
