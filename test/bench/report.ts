import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../faults/bench/root.js';
import { pinned } from '../kafka/kafkaSetting.js';
import { type Figure, goalTable, roundTable } from './figures.js';

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

/**
 * Writes figures and all rounds, the machine and the versions, and the notes kept beside: of a whole run to RESULTS.md, else to
 * a file among the temporary ones. Returns where.
 */
export function writeReport(report: Report, isWhole: boolean): string {
  const parts = [
    head(report),
    `## Figures (medians)\n\n${goalTable(report.figures, isWhole)}`,
    `## All rounds\n\n${roundTable(report.figures)}`,
  ];
  if (report.faults.length > 0)
    parts.push(`## Faults\n\n${report.faults.map((fault) => `- ${fault}`).join('\n')}`);
  if (report.profile !== null) parts.push(report.profile);
  const notes = readNotes();
  if (notes !== null) parts.push(notes);
  const path = isWhole ? RESULTS : join(tmpdir(), 'parkpulse-bench.md');
  writeFileSync(path, `${parts.join('\n\n')}\n`);
  return path;
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

function readNotes(): string | null {
  try {
    return readFileSync(NOTES, 'utf8').trim();
  } catch {
    return null;
  }
}
