import { DEFAULT_TOPICS } from '@parkpulse/contracts';
import { describe, expect, it } from 'vitest';
import { Pipeline } from './support/pipeline.js';
import { play, readScenarios } from './support/scenario.js';

describe('scenario files, embedded', () => {
  it.each(readScenarios().map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_name, scenario) => {
      const pipeline = await Pipeline.start({
        now: scenario.start,
        topics: DEFAULT_TOPICS,
        workers: 1,
        openLog: ({ eventLog }) => eventLog,
      });
      try {
        const milestones = await play(scenario, pipeline, DEFAULT_TOPICS);
        expect(milestones.length).toBeGreaterThan(0);
        for (const { line, assessment, deadLetters, expected } of milestones) {
          const { score, indicators = {} } = expected.expect;
          if (score !== undefined)
            expect(assessment.score, `score at line ${line}`).toMatchObject(score as object);
          for (const [id, wanted] of Object.entries(indicators)) {
            expect(
              assessment.indicators.find((each) => each.id === id),
              `${id} at line ${line}`,
            ).toMatchObject(wanted as object);
          }
          if (expected.deadLetters !== undefined)
            expect([...deadLetters].sort(), `dead letters at line ${line}`).toEqual(
              [...expected.deadLetters].sort(),
            );
        }
      } finally {
        await pipeline.stop();
      }
    },
  );
});
