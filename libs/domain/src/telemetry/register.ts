import { fromInteger } from '../kernel/decimal.js';
import type { Instant } from './facts.js';
import { type FormulaResult, bareShare, countedResult, wholeShare } from './formedValue.js';
import type { ParkFacts } from './parkFacts.js';

/** Counts the enterprises registered at a moment, whatever their status (ruling I3h). */
export function countEnterprises(facts: ParkFacts, moment: Instant): FormulaResult {
  return countedResult(bareShare(fromInteger(facts.register.membersAt('enterprise', moment).length)));
}

/** Forms the share of systems on cloud among those not exempt (ruling I38); those not on cloud are missing by name. */
export function formCloudShare(facts: ParkFacts, moment: Instant): FormulaResult {
  const due = facts.register.membersAt('system', moment).filter(({ attributes }) => !attributes.cloudExempt);
  const missing = due.filter(({ attributes }) => !attributes.onCloud).map(({ id }) => id);
  return countedResult(wholeShare(due.length - missing.length, due.length), { missing });
}
