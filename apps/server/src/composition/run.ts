import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import type { Environment, EnvironmentFault } from '../config/env.js';
import { createLogger } from '../platform/logger.js';
import { endOnFaults, stopOnSignals } from './endings.js';
import { toStartFault } from './startFault.js';
import { startServer } from './startServer.js';

const DASHBOARD = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

/** Runs the server until a signal ends it. Returns null once it runs, or the setting that keeps it from starting. */
export async function run(environment: Environment): Promise<EnvironmentFault | null> {
  const logger = createLogger(environment.logLevel, process.stdout.isTTY);
  endOnFaults(logger);
  const starting = startServer(environment, logger, DASHBOARD);
  stopOnSignals(starting, logger);
  try {
    const { url, signIn } = await starting;
    process.stdout.write(`\n  ParkPulse 园脉\n  open      ${url}\n  ${signIn.lines.join('\n  ')}\n\n`);
    return null;
  } catch (error) {
    const fault = toStartFault(error, environment);
    if (fault === null) throw error;
    return fault;
  }
}
