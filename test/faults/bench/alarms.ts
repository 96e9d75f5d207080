import type { Worker } from './worker.js';
import { sleep } from './postgresServer.js';

/** An alarm of the event log as a worker wrote it into its own log; which of the numbers there are depends on its kind. */
export interface ToldAlarm {
  readonly stream: { readonly topic: string; readonly partition: number };
  readonly from: number;
  readonly to: number;
  readonly lost: number;
  readonly before: number;
}

/** Alarms in a worker's log, of one kind. */
export function alarms(worker: Worker, kind: string): readonly ToldAlarm[] {
  return worker.log
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { alarm?: { kind: string } }] : []))
    .flatMap(({ alarm }) => (alarm?.kind === kind ? [alarm as never] : []));
}

/** Waits until there are so many of a kind, or the time is over; gives those there are. */
export async function awaitAlarms(
  worker: Worker,
  kind: string,
  count: number,
  patienceMs: number,
): Promise<readonly ToldAlarm[]> {
  for (const end = Date.now() + patienceMs; alarms(worker, kind).length < count && Date.now() < end;)
    await sleep(200);
  return alarms(worker, kind);
}
