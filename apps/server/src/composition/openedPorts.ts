import type { Ports } from './system.js';

/** Ports with adapters behind them, to be closed in the end. */
export interface OpenedPorts extends Ports {
  /** Tells an outage (which passes) from a fault. */
  readonly isOutage: (error: unknown) => boolean;
  close(): Promise<void>;
}
