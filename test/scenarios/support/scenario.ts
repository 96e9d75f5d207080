import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLOUD_EVENT_MEDIA, type TopicNames } from '@parkpulse/contracts';
import type { Pipeline } from './pipeline.js';

/** A line of a scenario file. */
type Line =
  | { readonly scenario: string; readonly park: string; readonly timeZone: string; readonly now: string }
  /** Time passes, and what falls due is assessed. */
  | { readonly now: string }
  /** Sent as it stands, good or bad; `text` is sent byte for byte. */
  | {
      readonly topic: 'measures' | 'devices' | 'submissions' | 'registry';
      readonly event?: unknown;
      readonly text?: string;
      readonly key?: string;
    }
  /** Members of the assessment that must be so, and codes of all dead letters so far. */
  | {
      readonly expect: { readonly score?: unknown; readonly indicators?: Readonly<Record<string, unknown>> };
      readonly deadLetters?: readonly string[];
    };

export interface Scenario {
  readonly name: string;
  readonly park: string;
  readonly timeZone: string;
  readonly start: number;
  readonly lines: readonly Line[];
}

/** What a scenario came to wherever it expects something: the whole assessment as text. */
export interface Milestone {
  readonly line: number;
  readonly text: string;
  readonly assessment: Awaited<ReturnType<Pipeline['assessment']>>;
  readonly deadLetters: readonly string[];
  readonly expected: Extract<Line, { expect: unknown }>;
}

const FOLDER = findFolder(dirname(fileURLToPath(import.meta.url)));

// From source and from what was built the files lie in different places.
function findFolder(folder: string): string {
  const candidate = join(folder, 'test/scenarios/files');
  try {
    readdirSync(candidate);
    return candidate;
  } catch {
    return findFolder(dirname(folder));
  }
}

export function readScenarios(): readonly Scenario[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => readScenario(join(FOLDER, name)));
}

function readScenario(path: string): Scenario {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line);
  const [head] = lines;
  if (head === undefined || !('scenario' in head)) throw new Error(`${path} does not begin with its name`);
  const { scenario: name, park, timeZone, now } = head;
  return { name, park, timeZone, start: Date.parse(now), lines: lines.slice(1) };
}

/** Plays a scenario, one event after the other, and gives back what it came to. */
export async function play(
  { park, timeZone, lines }: Scenario,
  pipeline: Pipeline,
  topics: TopicNames,
): Promise<readonly Milestone[]> {
  const milestones: Milestone[] = [];
  await pipeline.park(park, timeZone);
  for (const [index, line] of lines.entries()) {
    if ('topic' in line) {
      const text = line.text ?? JSON.stringify(line.event);
      const headers = { 'content-type': `${CLOUD_EVENT_MEDIA}; charset=UTF-8` };
      await pipeline.append(topics[line.topic], {
        key: line.key ?? park,
        value: new TextEncoder().encode(text),
        headers,
      });
      await pipeline.settle(park);
    } else if ('now' in line) await pipeline.passTo(park, Date.parse(line.now));
    else if ('expect' in line) {
      const assessment = await pipeline.assessment(park);
      milestones.push({
        line: index + 2,
        text: JSON.stringify(assessment),
        assessment,
        deadLetters: await pipeline.deadLetters(),
        expected: line,
      });
    }
  }
  return milestones;
}
