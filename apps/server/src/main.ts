import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { startServer, type RunningServer } from './composition/startServer.js';
import { toStartFault } from './composition/startFault.js';
import { faultLine, readEnvironment } from './config/env.js';
import { createLogger } from './platform/logger.js';

const CONFIGURATION_FAULT = 78;
const DASHBOARD = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

const reading = readEnvironment();
if (reading.kind === 'faults') {
  for (const fault of reading.faults) process.stderr.write(`${faultLine(fault)}\n`);
  process.exit(CONFIGURATION_FAULT);
}
const logger = createLogger(reading.environment.logLevel, process.stdout.isTTY);
endOnFaults(logger);
try {
  const server = await startServer(reading.environment, logger, DASHBOARD);
  stopOnSignals(server, logger);
  process.stdout.write(
    `\n  ParkPulse 园脉\n  open      ${server.url}\n  ${server.signIn.lines.join('\n  ')}\n\n`,
  );
} catch (error) {
  const fault = toStartFault(error, reading.environment);
  if (fault === null) throw error;
  process.stderr.write(`${faultLine(fault)}\n`);
  process.exit(CONFIGURATION_FAULT);
}

function stopOnSignals(server: RunningServer, log: Logger): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(130);
    stopping = true;
    log.info({ signal }, 'stopping (once more to force it)');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
}

/** Last resort: nothing is known of the state any more, so say it and end; the embedded database recovers by itself. */
function endOnFaults(log: Logger): void {
  const end = (error: unknown): void => {
    log.fatal({ err: error }, 'unexpected fault, the process ends');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
