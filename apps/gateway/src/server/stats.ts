/** Counters of a gateway since its start: what came, what was wrong with it, and what became of it. */
export class GatewayStats {
  connections = 0;
  refusedConnections = 0;
  bytes = 0;
  frames = 0;
  crcMismatches = 0;
  accepted = 0;
  rejected = 0;
  undelivered = 0;
  replies = 0;
  readonly faults = new Map<string, number>();

  countFault(code: string): void {
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
  }

  /** The counters as plain data for a log line. */
  snapshot(): Readonly<Record<string, number | Readonly<Record<string, number>>>> {
    const { connections, refusedConnections, bytes, frames, crcMismatches } = this;
    const { accepted, rejected, undelivered, replies } = this;
    const faults = Object.fromEntries(this.faults);
    const intake = { connections, refusedConnections, bytes, frames, crcMismatches };
    return { ...intake, accepted, rejected, undelivered, replies, faults };
  }
}
