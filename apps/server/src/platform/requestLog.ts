import type { Logger } from 'pino';
import { type Middleware, addressOf, pathOf, requestIdOf } from './exchange.js';

/** One line per answered request: faults of ours are errors, refusals are told at debug level like everything else. */
export function requestLog(logger: Logger): Middleware {
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const level = response.statusCode >= 500 ? 'error' : 'debug';
      if (!logger.isLevelEnabled(level)) return;
      logger[level](
        {
          request: requestIdOf(request),
          method: request.method,
          path: pathOf(request),
          status: response.statusCode,
          milliseconds: Math.round(performance.now() - started),
          address: addressOf(request),
          aborted: response.writableFinished ? undefined : true,
        },
        'request',
      );
    });
    next();
  };
}
