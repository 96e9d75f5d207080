import { EventTrail } from './eventTrail.js';
import { type Instant, type SubmissionFact, overrules } from './facts.js';
import { firstAfter, insertInstant, newestAtOrBefore } from './sortedInstants.js';

/** What an enterprise filed for one period: the submission in force, and when that period was first filed for. */
export interface Filing {
  readonly fact: SubmissionFact;
  readonly firstAt: Instant;
}

const NEVER = Number.POSITIVE_INFINITY;

interface Filings {
  readonly byPeriod: Map<string, Filing>;
  /** Period labels in order: by start, then the shorter last. */
  readonly periods: string[];
  /** Every time the enterprise filed anything of the kind, superseded submissions included. */
  readonly contacts: Instant[];
}

/**
 * All submissions of one kind. A corrected submission is in force from the first one for its period on: history is
 * corrected. `asKnownBy` limits to what had been filed by an event time; infinite for all.
 */
export class SubmissionBook {
  readonly trail = new EventTrail();
  private readonly byEnterprise = new Map<string, Filings>();

  /** Places a submission; returns the earliest event time whose values may change, or null when nothing is new. */
  add(fact: SubmissionFact): Instant | null {
    const filings = this.filingsOf(fact.enterprise);
    this.trail.add(fact.at);
    const isNewContact = insertInstant(filings.contacts, fact.at);
    const held = filings.byPeriod.get(fact.period);
    if (held === undefined) {
      filings.periods.splice(firstAtOrAfter(filings.periods, fact.period), 0, fact.period);
      filings.byPeriod.set(fact.period, { fact, firstAt: fact.at });
      return fact.at;
    }
    const firstAt = Math.min(held.firstAt, fact.at);
    const inForce = isInForce(fact, held.fact) ? fact : held.fact;
    filings.byPeriod.set(fact.period, { fact: inForce, firstAt });
    if (inForce === fact && !hasSameContent(fact, held.fact)) return firstAt;
    return isNewContact || firstAt < held.firstAt ? fact.at : null;
  }

  /** Lists the enterprises that ever filed. */
  enterprises(): IterableIterator<string> {
    return this.byEnterprise.keys();
  }

  /** Returns what an enterprise filed for a period, or null. */
  filingFor(enterprise: string, period: string, asKnownBy: Instant): SubmissionFact | null {
    const filing = this.byEnterprise.get(enterprise)?.byPeriod.get(period);
    return filing !== undefined && filing.firstAt <= asKnownBy ? filing.fact : null;
  }

  /** Tells whether an enterprise filed for a period that begins with the given label: a month, or any day of it. */
  hasFiledWithin(enterprise: string, label: string, asKnownBy: Instant): boolean {
    const filings = this.byEnterprise.get(enterprise);
    if (filings === undefined) return false;
    for (let index = firstAtOrAfter(filings.periods, label); index < filings.periods.length; index += 1) {
      const period = filings.periods[index] ?? '';
      if (!period.startsWith(label)) return false;
      if ((filings.byPeriod.get(period)?.firstAt ?? NEVER) <= asKnownBy) return true;
    }
    return false;
  }

  /** Returns the submission for the newest period, by start, that had been filed; null when there is none. */
  latestFiling(enterprise: string, asKnownBy: Instant): SubmissionFact | null {
    const filings = this.byEnterprise.get(enterprise);
    if (filings === undefined) return null;
    for (let index = filings.periods.length - 1; index >= 0; index -= 1) {
      const filing = filings.byPeriod.get(filings.periods[index] ?? '');
      if (filing !== undefined && filing.firstAt <= asKnownBy) return filing.fact;
    }
    return null;
  }

  /** Returns the label of the first period, by start, that an enterprise had filed for; null when there is none. */
  firstPeriod(enterprise: string, asKnownBy: Instant): string | null {
    const filings = this.byEnterprise.get(enterprise);
    return (
      filings?.periods.find((period) => (filings.byPeriod.get(period)?.firstAt ?? NEVER) <= asKnownBy) ?? null
    );
  }

  /** Lists the filings with which the first period an enterprise had filed for moved back, in order of time. */
  earlierFilings(enterprise: string): readonly Filing[] {
    const filings = [...(this.byEnterprise.get(enterprise)?.byPeriod.values() ?? [])];
    let first: string | null = null;
    return filings
      .sort((a, b) => a.firstAt - b.firstAt)
      .filter(({ fact: { period } }) => {
        const isEarlier = first === null || period < first;
        if (isEarlier) first = period;
        return isEarlier;
      });
  }

  /** Returns when an enterprise last filed anything of the kind at or before an instant, or null. */
  contactAtOrBefore(enterprise: string, instant: Instant): Instant | null {
    return newestAtOrBefore(this.byEnterprise.get(enterprise)?.contacts ?? [], instant);
  }

  /** Returns when an enterprise first filed anything of the kind, or null. */
  firstContact(enterprise: string): Instant | null {
    return this.byEnterprise.get(enterprise)?.contacts[0] ?? null;
  }

  /** Lists when an enterprise filed anything of the kind in (from, to]. */
  contactsWithin(enterprise: string, from: Instant, to: Instant): readonly Instant[] {
    const contacts = this.byEnterprise.get(enterprise)?.contacts ?? [];
    return contacts.slice(
      firstAfter(contacts, contacts.length, from),
      firstAfter(contacts, contacts.length, to),
    );
  }

  /** Calls with every time in (from, to] at which an enterprise filed. */
  eachContact(from: Instant, to: Instant, visit: (enterprise: string, at: Instant) => void): void {
    for (const enterprise of this.byEnterprise.keys()) {
      for (const at of this.contactsWithin(enterprise, from, to)) visit(enterprise, at);
    }
  }

  private filingsOf(enterprise: string): Filings {
    let filings = this.byEnterprise.get(enterprise);
    if (filings === undefined) {
      filings = { byPeriod: new Map(), periods: [], contacts: [] };
      this.byEnterprise.set(enterprise, filings);
    }
    return filings;
  }
}

function isInForce(challenger: SubmissionFact, holder: SubmissionFact): boolean {
  if (!overrules(challenger.origin, holder.origin)) return false;
  const isTie = overrules(holder.origin, challenger.origin);
  return (
    !isTie || (challenger.filled ?? Number.POSITIVE_INFINITY) < (holder.filled ?? Number.POSITIVE_INFINITY)
  );
}

function hasSameContent(a: SubmissionFact, b: SubmissionFact): boolean {
  return a.filled === b.filled && a.required === b.required;
}

function firstAtOrAfter(sorted: readonly string[], label: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < label) low = middle + 1;
    else high = middle;
  }
  return low;
}
