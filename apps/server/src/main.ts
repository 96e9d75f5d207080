import { faultLine, readEnvironment } from './config/env.js';

// A faulty configuration is told before anything else is loaded.
const CONFIGURATION_FAULT = 78;
const reading = readEnvironment();
if (reading.kind === 'faults') {
  for (const fault of reading.faults) process.stderr.write(`${faultLine(fault)}\n`);
  process.exit(CONFIGURATION_FAULT);
}
const { run } = await import('./composition/run.js');
const fault = await run(reading.environment);
if (fault !== null) {
  process.stderr.write(`${faultLine(fault)}\n`);
  process.exit(CONFIGURATION_FAULT);
}
