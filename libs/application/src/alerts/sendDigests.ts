import {
  type DigestSpan,
  type Instant,
  type ScoringPlan,
  deriveDigest,
  dueDigests,
  nextDigest,
} from '@parkpulse/domain';
import type { ParkRecord, ReadModel } from '../ports.js';
import type { AlertStore, ChannelStore, Outbox } from './ports.js';

export interface DigestPorts {
  readonly read: Pick<ReadModel, 'parks' | 'levelsAt' | 'scoreAt'>;
  readonly alerts: Pick<AlertStore, 'alerts'>;
  readonly channels: Pick<ChannelStore, 'channels'>;
  readonly outbox: Pick<Outbox, 'enqueue'>;
}

const EVERY = { states: [], severity: null, rule: null, indicator: null } as const;
const LATEST_MS = 12 * 3_600_000;
/** Alerts a digest reads at most. */
const MOST_ALERTS = 1000;

/**
 * Queues the daily and weekly digests that are due, once per park, period and channel, whoever calls and however often.
 * Returns when it is to be called again.
 */
export async function sendDigests(ports: DigestPorts, plan: ScoringPlan, now: Instant): Promise<Instant> {
  const channels = (await ports.channels.channels()).filter(
    ({ step, audience }) => step === 0 && audience !== 'operations',
  );
  const parks = await ports.read.parks();
  for (const park of channels.length === 0 ? [] : parks) {
    const own = channels.filter((channel) => channel.park === null || channel.park === park.id);
    for (const span of dueDigests({}, now, park.timeZone)) {
      // A channel gets the digests that fell due since it was made, and none that a day has passed over.
      const waiting = own.filter(({ createdAt }) => createdAt < span.sentAt && now - span.sentAt < LATEST_MS);
      if (waiting.length > 0) await sendDigest(ports, plan, { park, span, own: waiting });
    }
  }
  return Math.min(...parks.map(({ timeZone }) => nextDigest(now, timeZone)), now + 3_600_000);
}

interface DigestTask {
  readonly park: ParkRecord;
  readonly span: DigestSpan;
  readonly own: readonly { readonly id: string }[];
}

async function sendDigest(
  ports: DigestPorts,
  plan: ScoringPlan,
  { park, span, own }: DigestTask,
): Promise<void> {
  const [before, after] = [await levelsAt(ports, park, span.from), await levelsAt(ports, park, span.to)];
  // A park that was not there yet has nothing to review.
  if (before.size === 0) return;
  const filter = { ...EVERY, park: park.id, from: span.from, to: span.to };
  const alerts = await ports.alerts.alerts(filter, { limit: MOST_ALERTS, after: null });
  const [from, to] = [
    await ports.read.scoreAt(park.id, span.from, null),
    await ports.read.scoreAt(park.id, span.to, null),
  ];
  const message = deriveDigest({
    span,
    plan,
    zone: park.timeZone,
    park: { id: park.id, name: park.name },
    before,
    after,
    z: { from: from?.z[1] ?? null, to: to?.z[1] ?? null },
    alerts,
  });
  for (const { id } of own)
    await ports.outbox.enqueue(park.id, id, message, `digest ${span.period} ${span.to} ${park.id} ${id}`);
}

async function levelsAt({ read }: DigestPorts, park: ParkRecord, at: Instant) {
  const rows = await read.levelsAt(park.id, at, null);
  return new Map(rows.map((row) => [row.indicator, row]));
}
