import type { Logger } from 'pino';
import type { RunningServer } from './startServer.js';

/** The first SIGINT or SIGTERM stops the server cleanly (one that is still starting, once it has started), a second at once. */
export function stopOnSignals(starting: Promise<RunningServer>, logger: Logger): void {
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    logger.info({ signal }, 'stopping (once more to force it)');
    starting
      .then((server) => server.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.fatal({ err: error }, 'could not stop cleanly');
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
}

/** Last resort: nothing is known of the state any more, so say it and end; the embedded database recovers by itself. */
export function endOnFaults(logger: Logger): void {
  const end = (error: unknown): void => {
    logger.fatal({ err: error }, 'unexpected fault, the process ends');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
