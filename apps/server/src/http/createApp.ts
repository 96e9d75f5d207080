import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessGuard } from '../auth/accessGuard.js';
import type { System } from '../composition/system.js';
import { SocketAdapter } from '../live/socketAdapter.js';
import { requestId } from '../platform/exchange.js';
import { HttpAdapter } from '../platform/httpAdapter.js';
import type { Health } from '../platform/health.js';
import { nestLogger } from '../platform/logger.js';
import { MethodTable } from '../platform/methodTable.js';
import type { Metrics } from '../platform/metrics.js';
import { pathGuard } from '../platform/pathGuard.js';
import { ProblemFilter } from '../platform/problemFilter.js';
import { requestLog } from '../platform/requestLog.js';
import { securityHeaders } from '../platform/securityHeaders.js';
import { type StaticFiles, missingDashboard } from '../platform/staticFiles.js';
import { AskInterceptor } from './askInterceptor.js';
import { callsOf } from './call.js';
import { CONTROLLERS } from './controllers.js';
import { serveDocumentation } from './documentation.js';
import { ServerModule } from './serverModule.js';

export interface AppParts {
  readonly system: System;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly dashboard: StaticFiles;
  /** Tells an outage of the database or the log from a fault of ours. */
  readonly isOutage: (error: unknown) => boolean;
}

/** Puts the web server together; it does not listen yet. */
export async function createApp({ system, metrics, health, dashboard, isOutage }: AppParts): Promise<NestExpressApplication> {
  const { environment, logger } = system;
  const isHttps = environment.publicUrl?.protocol === 'https:';
  const app = await NestFactory.create<NestExpressApplication>(ServerModule.over(system, metrics, health), new HttpAdapter(), {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(logger),
  });
  app.useWebSocketAdapter(new SocketAdapter(app, environment.publicUrl));
  app.use(requestId, metrics.timeRequests, requestLog(logger), securityHeaders(isHttps), pathGuard);
  app.use(dashboard.isEmpty ? missingDashboard : dashboard.serve);
  app.useGlobalFilters(new ProblemFilter(logger, new MethodTable(callsOf(CONTROLLERS)), isOutage));
  app.useGlobalGuards(app.get(AccessGuard));
  app.useGlobalInterceptors(app.get(AskInterceptor));
  serveDocumentation(app);
  await app.init();
  return app;
}
