import { type DynamicModule, Module } from '@nestjs/common';
import { AccessGuard } from '../auth/accessGuard.js';
import { SessionCookie } from '../auth/credentials.js';
import { System } from '../composition/system.js';
import { LiveGateway } from '../live/liveGateway.js';
import { LiveViews } from '../live/liveViews.js';
import { WallGateway } from '../live/wallGateway.js';
import { Health } from '../platform/health.js';
import { Metrics } from '../platform/metrics.js';
import { AlertsDesk } from './alertsDesk.js';
import { AskInterceptor } from './askInterceptor.js';
import { CONTROLLERS } from './controllers.js';
import { Documents } from './documents.js';

export interface ServerParts {
  readonly system: System;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly documents: Documents;
}

/** Nest's view of the server: controllers and the gateway over one `System`, whichever adapters fill it. */
@Module({})
export class ServerModule {
  static over({ system, metrics, health, documents }: ServerParts): DynamicModule {
    return {
      module: ServerModule,
      controllers: [...CONTROLLERS],
      providers: [
        { provide: System, useFactory: () => system },
        { provide: Metrics, useFactory: () => metrics },
        { provide: Health, useFactory: () => health },
        { provide: Documents, useFactory: () => documents },
        {
          provide: SessionCookie,
          useFactory: () => new SessionCookie(system.environment.publicUrl?.protocol === 'https:'),
        },
        {
          provide: AlertsDesk,
          useFactory: () => new AlertsDesk({ ...system.ports, wake: () => system.touched() }),
        },
        AccessGuard,
        AskInterceptor,
        LiveViews,
        LiveGateway,
        WallGateway,
      ],
    };
  }
}
