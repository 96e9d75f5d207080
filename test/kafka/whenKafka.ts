import { describe } from 'vitest';
import { findMissingTool } from './kafkaJars.js';

const missing = await findMissingTool();
/** In CI a missing Kafka is a failure, never a skip. */
const isSkipped = missing !== undefined && process.env['CI'] !== 'true';
if (isSkipped) process.stderr.write(`real Kafka: not run, ${missing}\n`);

/** Describes what needs a real broker; says why when there is none. */
export function whenKafka(name: string, define: () => void): void {
  if (isSkipped) describe.skip(`${name} (not run: ${missing})`, define);
  else describe(name, define);
}
