import type { NestExpressApplication } from '@nestjs/platform-express';
import { ensureFirstAccount } from '@parkpulse/application';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { type DemoPark, startDemo } from '../demo/demoPark.js';
import { HeldParks } from '../demo/heldParks.js';
import { createApp } from '../http/createApp.js';
import { Health } from '../platform/health.js';
import { Metrics } from '../platform/metrics.js';
import { StaticFiles } from '../platform/staticFiles.js';
import { composeSystem } from './composeSystem.js';
import type { OpenedPorts } from './openedPorts.js';
import { openPorts } from './openPorts.js';
import { type Pipeline, startPipeline } from './pipeline.js';
import { type SignIn, describeSignIn } from './signIn.js';

export interface RunningServer {
  readonly url: string;
  readonly signIn: SignIn;
  /** Takes no more requests, finishes what is in work, closes the database. */
  stop(): Promise<void>;
}

/** Requests that are still in work after this long are cut off. */
const DRAIN_MS = 8000;

/** Opens everything in order: database and log, web server, ingest, assessor, demonstration. */
export async function startServer(
  environment: Environment,
  logger: Logger,
  dashboardFolder: string,
): Promise<RunningServer> {
  const opened = await openPorts(environment, logger);
  try {
    const system = composeSystem(opened, environment, logger);
    const account = await ensureFirstAccount(system.ports, environment.adminPassword);
    const signIn = describeSignIn(account, environment.dataDir);
    const [metrics, health, held] = [new Metrics(system), new Health(system), new HeldParks()];
    const dashboard = new StaticFiles(dashboardFolder);
    const app = await createApp({ system, metrics, health, dashboard, isOutage: opened.isOutage });
    const url = await listen(app, environment);
    const { role } = environment;
    const pipeline = role === 'web' ? null : await startPipeline({ system, metrics, health, held });
    const wake = (): void => pipeline?.wake();
    const demo = environment.demo && role === 'all' ? startDemo({ system, held, wake }) : null;
    return { url, signIn, stop: () => stopAll({ app, pipeline, demo, opened }) };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function listen(app: NestExpressApplication, { host, port }: Environment): Promise<string> {
  const server = app.getHttpServer();
  server.headersTimeout = 20_000;
  server.requestTimeout = 60_000;
  await app.listen(port, host);
  const { port: taken } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${taken}`;
}

interface Parts {
  readonly app: NestExpressApplication;
  readonly pipeline: Pipeline | null;
  readonly demo: DemoPark | null;
  readonly opened: OpenedPorts;
}

async function stopAll({ app, pipeline, demo, opened }: Parts): Promise<void> {
  await demo?.stop();
  await closeApp(app);
  await pipeline?.stop();
  await opened.close();
}

async function closeApp(app: NestExpressApplication): Promise<void> {
  const server = app.getHttpServer();
  const closed = once(server, 'close');
  const closing = app.close();
  server.closeIdleConnections();
  await Promise.race([closed, pause(DRAIN_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await closing;
}
