import { dueSpans, reachOf } from './dueDevices.js';
import type { DeviceTrack, OnlineReach, StatePlacement } from './deviceTrack.js';
import type { Instant, StateFact } from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { Run } from './onlineRuns.js';
import { RateState } from './rateState.js';
import type { RegisterHistory } from './registerHistory.js';

/** What the ledgers need of the park: its register and the states of its devices. */
export interface LedgerSource {
  readonly register: RegisterHistory;
  trackOf(device: string): DeviceTrack | null;
  reportingDevices(): Iterable<string>;
}

interface Ledger {
  readonly definition: MeasureDefinition;
  readonly state: RateState;
  readonly reaches: Map<string, OnlineReach>;
}

/** Parks rarely use more than one definition at a time; replaced ones must not pile up. */
const MOST_LEDGERS = 4;

/** The running sums of online time, one ledger per way of telling how long a heartbeat keeps a device online. */
export class OnlineLedgers {
  private readonly ledgers = new Map<string, Ledger>();
  private floor: Instant = Number.NEGATIVE_INFINITY;

  constructor(private readonly source: LedgerSource) {}

  /** Returns the sums under a definition, building them from all states on first use. */
  ledgerFor(definition: MeasureDefinition): RateState {
    const key = keyOf(definition);
    let ledger = this.ledgers.get(key);
    if (ledger === undefined) {
      const [oldest] = this.ledgers.keys();
      if (this.ledgers.size >= MOST_LEDGERS && oldest !== undefined) this.ledgers.delete(oldest);
      ledger = this.build(definition);
      this.ledgers.set(key, ledger);
    }
    return ledger.state;
  }

  /** Brings the sums up to date with a state that was just placed. */
  note({ device, at, state }: StateFact, placed: StatePlacement): void {
    for (const ledger of this.ledgers.values()) {
      const slot = ledger.state.slotOf(device);
      const reach = this.reachIn(ledger, device);
      const outcome =
        placed === 'replaced' || placed === 'lost'
          ? 'needs_history'
          : state === 'online'
            ? ledger.state.heartbeat(slot, at, reach.of(at))
            : ledger.state.ended(slot, at);
      if (outcome === 'needs_history') this.rebuild(ledger, device);
    }
  }

  /** Brings the sums up to date with another register entry of a device. */
  reregister(device: string): void {
    for (const ledger of this.ledgers.values()) {
      ledger.reaches.delete(device);
      this.rebuild(ledger, device);
      ledger.state.setDue(ledger.state.slotOf(device), dueSpans(this.source.register, device, 'monitored'));
    }
  }

  forgetBefore(instant: Instant): void {
    this.floor = Math.max(this.floor, instant);
    for (const { state } of this.ledgers.values()) state.forgetBefore(instant);
  }

  private build(definition: MeasureDefinition): Ledger {
    const ledger: Ledger = { definition, state: new RateState(), reaches: new Map() };
    for (const device of this.source.register.idsOf('device')) {
      ledger.state.setDue(ledger.state.slotOf(device), dueSpans(this.source.register, device, 'monitored'));
    }
    for (const device of this.source.reportingDevices()) this.rebuild(ledger, device);
    if (Number.isFinite(this.floor)) ledger.state.forgetBefore(this.floor);
    return ledger;
  }

  private rebuild(ledger: Ledger, device: string): void {
    const runs: Run[] = [];
    const endings: Instant[] = [];
    const track = this.source.trackOf(device);
    track?.eachRun(ALWAYS, this.reachIn(ledger, device), (from, to, last) => runs.push({ from, to, last }));
    track?.eachOther((at) => endings.push(at));
    ledger.state.replaceRuns(ledger.state.slotOf(device), runs, endings);
  }

  private reachIn(ledger: Ledger, device: string): OnlineReach {
    let reach = ledger.reaches.get(device);
    if (reach === undefined) {
      reach = reachOf(ledger.definition, this.source.register, device);
      ledger.reaches.set(device, reach);
    }
    return reach;
  }
}

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

function keyOf({ onlineWithinSeconds, onlineNominalPeriods, onlineMinSeconds }: MeasureDefinition): string {
  return onlineWithinSeconds === null
    ? `${onlineNominalPeriods}|${onlineMinSeconds}`
    : `${onlineWithinSeconds}`;
}
