import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgres } from '@parkpulse/adapter-postgres';
import { ChaosProxy } from '../bench/chaosProxy.js';
import { PostgresServer, sleep, timescaleBinaries } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';
import { sameAsUndisturbed } from './undisturbed.js';

const RTO_MS = 60_000;

/** A base backup taken under load is restored on a host of its own; what came since is read again from Kafka. */
async function restored(ground: Ground): Promise<Outcome> {
  const binaries = timescaleBinaries();
  const lost = await PostgresServer.start({ binaries });
  const before = await ChaosProxy.before(lost.port);
  const world = await World.open({ ...ground, postgres: lost, postgresProxy: before }, '57');
  const folder = lost.makeFolder();
  let fresh: PostgresServer | null = null;
  let after: ChaosProxy | null = null;
  const findings = new Findings();
  try {
    const worker = await world.worker('a');
    const sending = world.send({ events: 18_000, rate: 500 });
    await sleep(10_000);
    const start = Date.now();
    const backup = join(folder, 'base');
    lost.run('pg_basebackup', [
      '-h',
      '127.0.0.1',
      '-p',
      String(lost.port),
      '-U',
      'postgres',
      '-D',
      backup,
      '-X',
      'stream',
      '-c',
      'fast',
    ]);
    findings.note({ 'backup under load': `${Date.now() - start} ms` });
    await sending;
    await world.settle();
    const known = await stored(world);
    await worker.end('SIGKILL');
    await lost.kill9();
    const down = Date.now();
    const restore = (data: string) => cpSync(backup, data, { recursive: true, preserveTimestamps: true });
    fresh = await PostgresServer.start({ binaries, restore: (data) => owned(data, restore) });
    after = await ChaosProxy.before(fresh.port);
    const again = world.movedTo({ ...ground, postgres: fresh, postgresProxy: after });
    const inBackup = await stored(again);
    await again.worker('b');
    await again.settle();
    findings
      .note({ 'events in the backup, and before the loss': `${inBackup}, ${known}` })
      .require(inBackup < known, 'the backup holds everything: nothing had to be read again')
      .within('from the loss to all read again and assessed', Date.now() - down, RTO_MS)
      .require((await stored(again)) === known, 'not as many events as before the loss');
    await auditHolds(again, findings);
    await standard(again, findings);
    await sameAsUndisturbed(again, findings);
    await again.close();
    return findings;
  } finally {
    await world.close();
    await Promise.all([before.close(), after?.close()]);
    await fresh?.close();
    await lost.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function owned(data: string, restore: (data: string) => void): void {
  restore(data);
  PostgresServer.own(data);
}

async function stored({ ground, database }: World): Promise<number> {
  const text = 'SELECT count(*)::int AS count FROM event';
  return (await ground.postgres.rows<{ count: number }>(database, text))[0]?.count ?? 0;
}

async function auditHolds({ ground, database }: World, findings: Findings): Promise<void> {
  const ports = await openPostgres({ connection: ground.postgres.url(database) });
  const broken = await ports.firstBrokenAuditEntry().finally(() => ports.close());
  findings.require(broken === null, `the chain of the audit is broken at ${String(broken)}`);
}

export const BACKUP: readonly FaultRow[] = [
  {
    row: '57',
    fault: 'Base backup under load; the database is lost; restored on an empty host',
    required:
      'nothing lost while Kafka keeps it; rows, levels and scores as of an undisturbed run; audit chain whole; std',
    run: restored,
  },
];
