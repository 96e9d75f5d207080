import { Rejections, assessmentRules } from '@parkpulse/application';
import { type MeasureCatalogue, topicNames } from '@parkpulse/contracts';
import { openNotifier } from '@parkpulse/adapter-notify';
import { HGT_6313_2024, compileStandard } from '@parkpulse/domain';
import type { Logger } from 'pino';
import { ArgonSecrets } from '../auth/argonSecrets.js';
import type { Environment } from '../config/env.js';
import { Provenance } from '../demo/provenance.js';
import { type Ports, System } from './system.js';

/** Joins the opened ports with what every composition shares: clock, cryptography, the standard, topic names. */
export function composeSystem(ports: Ports, environment: Environment, logger: Logger): System {
  const { measures } = HGT_6313_2024;
  const catalogue: MeasureCatalogue = new Map(
    measures.map(({ key, unit, scope, cappedAtOne }) => [key, { unit, scope, mayExceedOne: !cappedAtOne }]),
  );
  return new System({
    ports: {
      ...pickPorts(ports),
      clock: { now: () => Date.now() },
      secrets: new ArgonSecrets(),
      rejections: new Rejections(ports.ingest),
      notifier: openNotifier({
        allow: environment.outboundAllow,
        adminList: () => ports.channels.outboundAllow(),
        ownPorts: ownPorts(environment),
        standard: HGT_6313_2024,
        publicUrl: environment.publicUrl?.toString() ?? null,
      }),
    },
    rules: assessmentRules(compileStandard(HGT_6313_2024)),
    dialect: { catalogue, topics: topicNames(environment.kafka?.topicPrefix) },
    provenance: new Provenance(),
    environment,
    logger,
  });
}

// Nothing of ours on loopback is ever a channel.
function ownPorts({ port, databaseUrl }: Environment): readonly number[] {
  const database = databaseUrl === null ? 5432 : Number(new URL(databaseUrl).port || 5432);
  return [port, database];
}

function pickPorts(ports: Ports): Ports {
  const { log, ingest, assessments, read, settings, identity, live, publications, walls } = ports;
  const { targets, statements } = ports;
  const { alerts, channels, outbox, alertFeed, alertPublications } = ports;
  const stated = { targets, statements };
  const { alertSettings, alertHistory, deadMan, messageRetention } = ports;
  const told = { alerts, channels, outbox, alertFeed, alertPublications };
  const alerting = { ...told, alertSettings, alertHistory, deadMan, messageRetention };
  const core = { log, ingest, assessments, read, settings, identity, live, publications, walls };
  return { ...core, ...stated, ...alerting };
}
