import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { faultLine, readEnvironment } from './config/env.js';
import { endOnFaults, stopOnSignals } from './composition/endings.js';
import { toStartFault } from './composition/startFault.js';
import { startServer } from './composition/startServer.js';
import { createLogger } from './platform/logger.js';

const CONFIGURATION_FAULT = 78;
const DASHBOARD = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

const reading = readEnvironment();
if (reading.kind === 'faults') {
  for (const fault of reading.faults) process.stderr.write(`${faultLine(fault)}\n`);
  process.exit(CONFIGURATION_FAULT);
}
const { environment } = reading;
const logger = createLogger(environment.logLevel, process.stdout.isTTY);
endOnFaults(logger);
const starting = startServer(environment, logger, DASHBOARD);
stopOnSignals(starting, logger);
try {
  const { url, signIn } = await starting;
  process.stdout.write(`\n  ParkPulse 园脉\n  open      ${url}\n  ${signIn.lines.join('\n  ')}\n\n`);
} catch (error) {
  const fault = toStartFault(error, environment);
  if (fault === null) throw error;
  process.stderr.write(`${faultLine(fault)}\n`);
  process.exit(CONFIGURATION_FAULT);
}
