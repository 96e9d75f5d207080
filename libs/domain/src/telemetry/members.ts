import type { DeviceScope } from './dueDevices.js';
import { isSelected, isStopped } from './dueDevices.js';
import type { DeviceAttributes, Instant } from './facts.js';
import { type FormulaResult, countedResult, wholeShare } from './formedValue.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { MeasureForm } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';

export type MembersForm = Extract<MeasureForm, { kind: 'members' }>;

/** Lists, by name, who is counted below the line of a `members` measure at a moment. */
export function countedMembers(
  form: MembersForm,
  facts: ParkFacts,
  moment: Instant,
  scope: DeviceScope = {},
): readonly string[] {
  if (form.of === 'enterprises') {
    const enterprises = facts.register.membersAt('enterprise', moment);
    return enterprises
      .filter(({ id, attributes }) => attributes.status === 'commissioned' && isOwn(scope.enterprise, id))
      .map(({ id }) => id);
  }
  const devices = facts.register.membersAt('device', moment);
  return devices
    .filter(
      ({ id, attributes }) =>
        isCounted(form, attributes) && !isStopped(attributes, moment) && isInScope(scope, id, attributes),
    )
    .map(({ id }) => id);
}

/** Tells whether a counted member is above the line at a moment: seen in time, or installed. */
export function isPresent(
  form: MembersForm,
  facts: ParkFacts,
  member: string,
  { definition, moment }: { readonly definition: MeasureDefinition; readonly moment: Instant },
): boolean {
  switch (form.of) {
    case 'devices':
      return isRecent(facts.trackOf(member)?.onlineAtOrBefore(moment) ?? null, moment, definition);
    case 'enterprises':
      return isRecent(
        facts.submissionsOf(form.submission).contactAtOrBefore(member, moment),
        moment,
        definition,
      );
    case 'outlets':
      return facts.register.entryAt('device', member, moment)?.autoMonitoring === 'installed';
  }
}

/** Forms `members`: those present ÷ those counted, at a moment; the absent are missing by name. */
export function formMembers(
  form: MembersForm,
  facts: ParkFacts,
  at: { readonly definition: MeasureDefinition; readonly moment: Instant },
  scope: DeviceScope,
): FormulaResult {
  const counted = countedMembers(form, facts, at.moment, scope);
  const missing = counted.filter((member) => !isPresent(form, facts, member, at));
  return countedResult(wholeShare(counted.length - missing.length, counted.length), { missing });
}

// Seen at t counts while t <= moment < t + the limit; without a limit for ever.
function isRecent(seen: Instant | null, moment: Instant, { seenWithinSeconds }: MeasureDefinition): boolean {
  return seen !== null && (seenWithinSeconds === null || moment < seen + seenWithinSeconds * 1000);
}

function isCounted(form: Exclude<MembersForm, { of: 'enterprises' }>, device: DeviceAttributes): boolean {
  return form.of === 'outlets' ? device.autoMonitoring !== null : isSelected(form.selection, device);
}

function isInScope({ device, enterprise }: DeviceScope, id: string, attributes: DeviceAttributes): boolean {
  return isOwn(device, id) && (enterprise === undefined || attributes.enterprise === enterprise);
}

function isOwn(wanted: string | undefined, id: string): boolean {
  return wanted === undefined || wanted === id;
}
