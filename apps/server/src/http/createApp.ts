import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AccessGuard } from '../auth/accessGuard.js';
import type { System } from '../composition/system.js';
import { SocketAdapter } from '../live/socketAdapter.js';
import { requestId } from '../platform/exchange.js';
import type { Health } from '../platform/health.js';
import { HttpAdapter } from '../platform/httpAdapter.js';
import { nestLogger } from '../platform/logger.js';
import { MethodTable } from '../platform/methodTable.js';
import type { Metrics } from '../platform/metrics.js';
import { pathGuard } from '../platform/pathGuard.js';
import { ProblemFilter } from '../platform/problemFilter.js';
import { requestLog } from '../platform/requestLog.js';
import { securityHeaders } from '../platform/securityHeaders.js';
import { type StaticFiles, missingDashboard } from '../platform/staticFiles.js';
import { AskInterceptor } from './askInterceptor.js';
import { asyncApiDocument } from './asyncApi.js';
import { callsOf } from './call.js';
import { CONTROLLERS } from './controllers.js';
import { Documents } from './documents.js';
import { openApiDocument } from './openApi.js';
import { ServerModule } from './serverModule.js';
import { wallPages } from './wallPages.js';

export interface AppParts {
  readonly system: System;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly dashboard: StaticFiles;
  /** Tells an outage of the database or the log from a fault of ours. */
  readonly isOutage: (error: unknown) => boolean;
}

/** Puts the web server together; it does not listen yet. */
export async function createApp({
  system,
  metrics,
  health,
  dashboard,
  isOutage,
}: AppParts): Promise<NestExpressApplication> {
  const { environment, logger, dialect } = system;
  const calls = callsOf(CONTROLLERS);
  const documents = new Documents(openApiDocument(calls), asyncApiDocument(dialect.topics));
  const root = ServerModule.over({ system, metrics, health, documents });
  const app = await NestFactory.create<NestExpressApplication>(root, new HttpAdapter(), {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(logger),
  });
  app.useWebSocketAdapter(new SocketAdapter(app, environment.publicUrl));
  app.use(
    requestId,
    metrics.timeRequests,
    requestLog(logger),
    securityHeaders(environment.publicUrl?.protocol === 'https:'),
    pathGuard,
    wallPages,
  );
  app.use(dashboard.isEmpty ? missingDashboard : dashboard.serve);
  app.useGlobalFilters(new ProblemFilter(logger, new MethodTable(calls), isOutage));
  app.useGlobalGuards(app.get(AccessGuard));
  app.useGlobalInterceptors(app.get(AskInterceptor));
  SwaggerModule.setup('api/docs', app, documents.openApi as OpenAPIObject, {
    raw: false,
    customSiteTitle: 'ParkPulse API',
  });
  await app.init();
  return app;
}
