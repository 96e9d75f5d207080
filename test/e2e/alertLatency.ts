import { NoticeReceiver } from './support/noticeReceiver.js';
import { RunningServer, readingEvent, until } from './support/runningServer.js';

/**
 * Measures how long an alarm takes from the event that causes it to the hand-over to its receiver:
 * `npx tsc -b && node test/dist/e2e/alertLatency.js [alarms]`. Prints milliseconds; asserts nothing.
 */
const ALARMS = Number(process.argv[2] ?? 60);
const MINUTE = 60_000;
const MEASURE = 'iot_access_ratio_design';
const GAP_MS = 250;

async function main(): Promise<void> {
  const receiver = await NoticeReceiver.start();
  const server = await RunningServer.start({ PARKPULSE_OUTBOUND_ALLOW: `127.0.0.1:${receiver.port}` });
  try {
    const url = `http://127.0.0.1:${receiver.port}/hook`;
    await server.call('POST', '/channels', { kind: 'webhook', name: 'latency', url });
    const parks = Array.from({ length: ALARMS }, (_, index) => `p${index}`);
    await prepare(server, parks);
    report(await measure(server, receiver, parks));
  } finally {
    await server.stop();
    receiver.stop();
  }
}

/** Every park stands at S4, and its alerts know it. */
async function prepare(server: RunningServer, parks: readonly string[]): Promise<void> {
  for (const park of parks) {
    await server.call('POST', '/parks', { id: park, name: park });
    await server.send(readingEvent(park, Date.now() - 300 * MINUTE, MEASURE, { value: 0.85 }));
  }
  for (const park of parks) await server.settle(park);
  await new Promise((resolve) => setTimeout(resolve, 12_000));
}

async function measure(
  server: RunningServer,
  receiver: NoticeReceiver,
  parks: readonly string[],
): Promise<readonly number[]> {
  const sent = new Map<string, number>();
  for (const park of parks) {
    sent.set(park, Date.now());
    await server.send(readingEvent(park, Date.now() - 100 * MINUTE, MEASURE, { value: 0.05 }));
    await new Promise((resolve) => setTimeout(resolve, GAP_MS));
  }
  await until(() => Promise.resolve(parks.every((park) => receiver.of(park).length > 0)), 60_000).catch(
    () => undefined,
  );
  return parks.map((park) => (receiver.of(park)[0]?.at ?? Number.POSITIVE_INFINITY) - (sent.get(park) ?? 0));
}

function report(latencies: readonly number[]): void {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const missing = sorted.filter((one) => !Number.isFinite(one)).length;
  console.log(
    `alarms ${sorted.length}, never arrived ${missing}, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`,
  );
}

await main();
