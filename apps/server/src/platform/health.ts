import { System } from '../composition/system.js';

const PATIENCE_MS = 2000;

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  /** What each part says. */
  readonly parts: Readonly<Record<string, 'ok' | 'unavailable'>>;
}

/** Asks the parts the process cannot work without whether they answer. */
export class Health {
  private logReachable = true;

  constructor(private readonly system: System) {}

  /** The event log said that it cannot be reached, or can again. */
  logAnswers(reachable: boolean): void {
    this.logReachable = reachable;
  }

  async report(): Promise<HealthReport> {
    const database = await answersInTime(this.system.ports.read.parks());
    const log = this.logReachable ? 'ok' : 'unavailable';
    const isOk = database === 'ok' && log === 'ok';
    const name = this.system.environment.kafka === null ? 'log' : 'kafka';
    return { status: isOk ? 'ok' : 'unavailable', parts: { database, [name]: log } };
  }
}

async function answersInTime(answer: Promise<unknown>): Promise<'ok' | 'unavailable'> {
  const late = new Promise<'unavailable'>((resolve) =>
    setTimeout(() => resolve('unavailable'), PATIENCE_MS).unref(),
  );
  return Promise.race([answer.then(() => 'ok' as const).catch(() => 'unavailable' as const), late]);
}
