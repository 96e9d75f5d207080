import { fromInteger } from '../kernel/decimal.js';
import type { Instant } from './facts.js';
import { type FormulaResult, bareShare, countedResult, uncountedResult, wholeShare } from './formedValue.js';
import type { MeasureForm } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';

export type RegisterForm = Extract<MeasureForm, { kind: 'register' }>;

/** Forms `register`: what is read off the register at a moment. Shares of counts are no entries: they have values of their own. */
export function formFromRegister(form: RegisterForm, facts: ParkFacts, moment: Instant): FormulaResult {
  switch (form.of) {
    case 'enterprises':
      return countEnterprises(facts, moment);
    case 'systems':
      return formCloudShare(facts, moment);
    case 'counts':
      return uncountedResult('insufficient_data');
  }
}

/** Counts the enterprises registered at a moment, whatever their status (ruling I3h). */
function countEnterprises(facts: ParkFacts, moment: Instant): FormulaResult {
  return countedResult(bareShare(fromInteger(facts.register.membersAt('enterprise', moment).length)));
}

/** Forms the share of systems on cloud among those not exempt (ruling I38); those not on cloud are missing by name. */
function formCloudShare(facts: ParkFacts, moment: Instant): FormulaResult {
  const due = facts.register.membersAt('system', moment).filter(({ attributes }) => !attributes.cloudExempt);
  const missing = due.filter(({ attributes }) => !attributes.onCloud).map(({ id }) => id);
  return countedResult(wholeShare(due.length - missing.length, due.length), { missing });
}
