import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'pg';

/** What the process is told, as one line of JSON. */
export interface AlertCheckerTask {
  readonly databaseUrl: string;
  /** What receivers wrote down: a line `{"id":…}` for each message they took. */
  readonly heard: string;
  /** Messages may still wait (for a receiver that is away on purpose). */
  readonly mayWait?: boolean;
  /** Copies of one message that a row allows. */
  readonly mostCopies?: number;
}

export interface AlertCheckerVerdict {
  readonly faults: readonly string[];
  readonly figures: { readonly alerts: number; readonly messages: number; readonly heard: number };
}

interface StoredAlert {
  readonly id: string;
  readonly key: string;
  readonly phase: string;
}

interface StoredEvent {
  readonly alert: string;
  readonly kind: string;
  readonly detail: string;
}

/**
 * I4 and I5: at most one open alert per key, every alert stands where its own events lead, every message has come to an
 * end and was heard by whom it was sent to. Shares no code with the product.
 */
async function main(task: AlertCheckerTask): Promise<AlertCheckerVerdict> {
  const client = new Client({ connectionString: task.databaseUrl });
  await client.connect();
  const rows = async <Row>(text: string) => (await client.query(text)).rows as Row[];
  const alerts = await rows<StoredAlert>(
    `SELECT id, concat_ws('|', park, rule, indicator, scope) AS key, phase FROM alert`,
  );
  const events = await rows<StoredEvent>('SELECT alert, kind, detail FROM alert_event ORDER BY key');
  const messages = await rows<{ id: string; state: string }>('SELECT id::text, state FROM outbox');
  await client.end();
  const heard = readHeard(task.heard);
  return {
    faults: [...oneOpenPerKey(alerts), ...asReplayed(alerts, events), ...eachTold(task, messages, heard)],
    figures: {
      alerts: alerts.length,
      messages: messages.length,
      heard: [...heard.values()].reduce((sum, count) => sum + count, 0),
    },
  };
}

function readHeard(path: string): ReadonlyMap<string, number> {
  const heard = new Map<string, number>();
  if (!existsSync(path)) return heard;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const { id } = JSON.parse(line) as { id: string };
    heard.set(id, (heard.get(id) ?? 0) + 1);
  }
  return heard;
}

function oneOpenPerKey(alerts: readonly StoredAlert[]): readonly string[] {
  const open = alerts.filter(({ phase }) => phase !== 'resolved').map(({ key }) => key);
  return open
    .filter((key, index) => open.indexOf(key) !== index)
    .map((key) => `I4: two alerts are open for ${key}`);
}

function asReplayed(alerts: readonly StoredAlert[], events: readonly StoredEvent[]): readonly string[] {
  const phases = new Map<string, string>();
  for (const event of events) phases.set(event.alert, phaseAfter(phases.get(event.alert), event));
  return alerts
    .filter(({ id, phase }) => phases.get(id) !== phase)
    .map(({ id, phase }) => `I4: ${id} is ${phase}, by its events ${phases.get(id) ?? 'nothing'}`);
}

function phaseAfter(phase: string | undefined, { kind, detail }: StoredEvent): string {
  if (kind === 'opened') return 'pending';
  if (phase === undefined) return 'never opened';
  if (kind === 'fired') return 'firing';
  if (kind === 'resolved') return 'resolved';
  if (kind !== 'seen' || (phase !== 'firing' && phase !== 'recovering')) return phase;
  const { sight } = JSON.parse(detail) as { sight: string };
  return sight === 'easing' || sight === 'clear' ? 'recovering' : 'firing';
}

function eachTold(
  { mayWait = false, mostCopies = 1 }: AlertCheckerTask,
  messages: readonly { readonly id: string; readonly state: string }[],
  heard: ReadonlyMap<string, number>,
): readonly string[] {
  const known = new Set(messages.map(({ id }) => id));
  const faults = messages.flatMap(({ id, state }) => {
    const count = heard.get(id) ?? 0;
    if (state === 'waiting' && !mayWait) return [`I5: the message ${id} still waits`];
    if (state === 'delivered' && count === 0)
      return [`I5: the message ${id} is delivered and nobody heard it`];
    return count > mostCopies ? [`I5: the message ${id} was heard ${count} times`] : [];
  });
  const strange = [...heard.keys()].filter((id) => !known.has(id)).map((id) => `I5: nobody sent ${id}`);
  return [...faults, ...strange];
}

main(JSON.parse(process.argv[2] ?? '{}') as AlertCheckerTask).then(
  (verdict) => process.stdout.write(`${JSON.stringify(verdict)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
