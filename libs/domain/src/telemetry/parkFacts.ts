import { DeviceTrack } from './deviceTrack.js';
import { EventTrail } from './eventTrail.js';
import type {
  Fact,
  Instant,
  ReadingFact,
  StateFact,
  SubmissionFact,
  SubmissionKind,
  TransmissionFact,
} from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { FACTORY_MEASURES } from './measureForms.js';
import { OnlineLedgers } from './onlineLedgers.js';
import type { RateState } from './rateState.js';
import { ReadingSeries } from './readingSeries.js';
import { RegisterHistory } from './registerHistory.js';
import { SubmissionBook } from './submissionBook.js';
import { TransmissionTrack } from './transmissionTrack.js';

const NO_READINGS = new ReadingSeries();
const NO_SUBMISSIONS = new SubmissionBook();

/**
 * All facts of one park, indexed: what is in force for every moment, whatever the order in which the facts came. The
 * same fact again changes nothing; a restatement replaces what it restates (CONTRACT section 2).
 */
export class ParkFacts {
  readonly register = new RegisterHistory();
  /** When any device of the park sent a state. */
  readonly stateTrail = new EventTrail();
  /** When any device's transmission ended. */
  readonly transmissionTrail = new EventTrail();
  private readonly tracks = new Map<string, DeviceTrack>();
  private readonly transmissions = new Map<string, TransmissionTrack>();
  private readonly books = new Map<SubmissionKind, SubmissionBook>();
  private readonly series = new Map<string, Map<string | null, ReadingSeries>>();
  private readonly ledgers = new OnlineLedgers(this);
  private hasLost = false;
  private start: Instant = Number.NEGATIVE_INFINITY;

  /**
   * Heartbeats at most `joinGapMs` apart may be kept as one stretch once they are old; 0 keeps every one. See `joinGapOf`
   * for what the definitions in use allow.
   */
  constructor(private readonly joinGapMs = 0) {}

  /** Collects facts, in any order; those of the register first and states in order of time, as joining wants them. */
  static of(facts: Iterable<Fact>, joinGapMs = 0): ParkFacts {
    const park = new ParkFacts(joinGapMs);
    const states: StateFact[] = [];
    for (const fact of facts) {
      if (joinGapMs > 0 && fact.kind === 'state') states.push(fact);
      else park.add(fact);
    }
    for (const state of states.sort((a, b) => a.at - b.at)) park.add(state);
    return park;
  }

  /**
   * True once a late state other than online, or a restatement, fell among heartbeats that are kept as a stretch: then the
   * facts must be collected anew. Never with a `joinGapMs` of 0.
   */
  get needsReload(): boolean {
    return this.hasLost;
  }

  /** States and transmissions are complete from here on; of before only the newest of each device is kept, if any. */
  get completeFrom(): Instant {
    return this.start;
  }

  /** Says that states and transmissions of before an instant were not collected: nothing is then said of that time. */
  beginAt(instant: Instant): void {
    this.start = Math.max(this.start, instant);
  }

  /**
   * Adds a fact; in order O(1) amortised. Returns the earliest instant whose live values may change by it, or null
   * when it brings nothing new.
   */
  add(fact: Fact): Instant | null {
    switch (fact.kind) {
      case 'reading':
        return this.addReading(fact);
      case 'state':
        return this.addState(fact);
      case 'transmission':
        return this.addTransmission(fact);
      case 'submission':
        return this.addSubmission(fact);
      case 'registry': {
        const changedFrom = this.register.add(fact);
        if (changedFrom !== null && fact.entity === 'device') this.reregister(fact.id);
        return changedFrom;
      }
    }
  }

  /** Returns the states of a device, or null when it never sent any. */
  trackOf(device: string): DeviceTrack | null {
    return this.tracks.get(device) ?? null;
  }

  /** Lists the devices that ever sent a state, in the register or not. */
  reportingDevices(): IterableIterator<string> {
    return this.tracks.keys();
  }

  transmissionsOf(device: string): TransmissionTrack | null {
    return this.transmissions.get(device) ?? null;
  }

  transmissionTracks(): IterableIterator<TransmissionTrack> {
    return this.transmissions.values();
  }

  submissionsOf(kind: SubmissionKind): SubmissionBook {
    return this.books.get(kind) ?? NO_SUBMISSIONS;
  }

  /** Lists the kinds of which anything was ever filed. */
  submittedKinds(): IterableIterator<SubmissionKind> {
    return this.books.keys();
  }

  readingsOf(measure: string, enterprise: string | null = null): ReadingSeries {
    return this.series.get(measure)?.get(enterprise) ?? NO_READINGS;
  }

  /** Lists the measures and, for factory-scope ones, the factories of which readings came. */
  readMeasures(): readonly { readonly measure: string; readonly enterprise: string | null }[] {
    return [...this.series].flatMap(([measure, byEnterprise]) =>
      [...byEnterprise.keys()].map((enterprise) => ({ measure, enterprise })),
    );
  }

  /** Lists, by name, the factories of which any factory-scope reading came (I03). */
  factories(): readonly string[] {
    const names = FACTORY_MEASURES.flatMap((measure) => [...(this.series.get(measure)?.keys() ?? [])]);
    return [...new Set(names.filter((name) => name !== null))].sort();
  }

  /** Returns the running sums of online and due time under a definition of kind `online_time`; built on first use, then kept. */
  onlineSums(definition: MeasureDefinition): RateState {
    return this.ledgers.ledgerFor(definition);
  }

  /** Returns the time of the newest state of any device at or before an instant, to the second; null when there is none. */
  newestStateAt(instant: Instant): Instant | null {
    return this.stateTrail.newestAt(instant);
  }

  /**
   * Forgets states, transmissions and readings of before an instant, but for the newest of each: no window may begin
   * before it from then on. The register and what was filed are kept.
   */
  forgetBefore(instant: Instant): void {
    this.beginAt(instant);
    for (const track of this.tracks.values()) track.forgetBefore(instant);
    for (const track of this.transmissions.values()) track.forgetBefore(instant);
    for (const series of this.series.values())
      for (const readings of series.values()) readings.forgetBefore(instant);
    this.stateTrail.forgetBefore(instant);
    this.transmissionTrail.forgetBefore(instant);
    this.ledgers.forgetBefore(instant);
  }

  private addReading(fact: ReadingFact): Instant | null {
    let byEnterprise = this.series.get(fact.measure);
    if (byEnterprise === undefined) {
      byEnterprise = new Map<string | null, ReadingSeries>();
      this.series.set(fact.measure, byEnterprise);
    }
    let series = byEnterprise.get(fact.enterprise);
    if (series === undefined) byEnterprise.set(fact.enterprise, (series = new ReadingSeries()));
    return series.add(fact) ? fact.at : null;
  }

  private addState(fact: StateFact): Instant | null {
    const placed = this.openTrack(fact.device).add(fact);
    const wasSilent = this.stateTrail.add(fact.at);
    // A late heartbeat among joined ones changes no rate, but it may end what was taken for a silence of the feed.
    if (placed === 'unchanged') return wasSilent ? fact.at : null;
    if (placed === 'lost') this.hasLost = true;
    this.ledgers.note(fact, placed);
    return fact.at;
  }

  private openTrack(device: string): DeviceTrack {
    let track = this.tracks.get(device);
    if (track === undefined) {
      track = new DeviceTrack(this.joinGapMs);
      this.tracks.set(device, track);
      this.addSeams(device, track);
    }
    return track;
  }

  private reregister(device: string): void {
    const track = this.tracks.get(device);
    if (track !== undefined) this.addSeams(device, track);
    this.ledgers.reregister(device);
  }

  private addSeams(device: string, track: DeviceTrack): void {
    for (const { from, to } of this.register.spansOf('device', device)) {
      track.addSeam(from);
      track.addSeam(to);
    }
  }

  private addTransmission(fact: TransmissionFact): Instant | null {
    let track = this.transmissions.get(fact.device);
    if (track === undefined) this.transmissions.set(fact.device, (track = new TransmissionTrack()));
    const changedFrom = track.add(fact);
    if (changedFrom !== null) this.transmissionTrail.add(fact.to);
    return changedFrom;
  }

  private addSubmission(fact: SubmissionFact): Instant | null {
    let book = this.books.get(fact.submission);
    if (book === undefined) this.books.set(fact.submission, (book = new SubmissionBook()));
    return book.add(fact);
  }
}
