import { parsePeriod } from '../kernel/calendar.js';
import { isSelected } from './dueDevices.js';
import type { DeviceAttributes, Instant, RegistryEntity } from './facts.js';
import { dueEnterprises } from './fields.js';
import type { Judged } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { type DeviceSelection, type MeasureForm, formOf } from './measureForms.js';
import { countedMembers } from './members.js';
import type { ParkFacts } from './parkFacts.js';
import type { SubmissionBook } from './submissionBook.js';
import { commissionedAt } from './upload.js';

/** What a value is formed from; `none` when streams are asked for and none have come. */
export type ValueSource = 'streams' | 'readings' | 'none';

/**
 * Chooses the input: `auto` takes streams once the kind's own events have come for a counted member, else the newest
 * reading (domain reference 1.5). A device counts here even in stop-use.
 */
export function sourceOf(
  definition: MeasureDefinition,
  facts: ParkFacts,
  judged: Judged,
  zone: string,
): ValueSource {
  if (definition.input === 'readings') return 'readings';
  const hasCome = haveStreamsCome(formOf(definition.measure), facts, judged, zone);
  if (hasCome) return 'streams';
  return definition.input === 'auto' ? 'readings' : 'none';
}

function haveStreamsCome(form: MeasureForm, facts: ParkFacts, judged: Judged, zone: string): boolean {
  switch (form.kind) {
    case 'online_time':
      return haveStatesCome(facts, 'monitored', judged.moment);
    case 'online_slots':
      return haveStatesCome(facts, 'majorHazard', judged.moment);
    case 'transmission':
      return haveTransmissionsCome(facts, judged);
    case 'coverage': {
      const registered = facts.register.membersAt('enterprise', judged.to - 1).map(({ id }) => id);
      return haveFilingsCome(facts.submissionsOf(form.submission), registered, judged, zone);
    }
    case 'upload':
      return haveFilingsCome(
        facts.submissionsOf(form.submission),
        commissionedAt(facts, judged),
        judged,
        zone,
      );
    case 'members':
      return haveMembersCome(form, facts, judged.moment);
    case 'fields':
      return form.submissions.some((kind) =>
        haveContactsCome(
          facts.submissionsOf(kind),
          dueEnterprises(form, facts, judged.moment),
          judged.moment,
        ),
      );
    case 'register':
      return haveEntriesCome(form, facts, judged.moment);
    case 'reading':
      return false;
  }
}

function haveMembersCome(
  form: Extract<MeasureForm, { kind: 'members' }>,
  facts: ParkFacts,
  moment: Instant,
): boolean {
  switch (form.of) {
    case 'devices':
      return haveStatesCome(facts, form.selection, moment);
    case 'enterprises':
      return haveContactsCome(
        facts.submissionsOf(form.submission),
        countedMembers(form, facts, moment),
        moment,
      );
    case 'outlets':
      return hasDevice(facts, moment, (_, { autoMonitoring }) => autoMonitoring !== null);
  }
}

function haveStatesCome(facts: ParkFacts, selection: DeviceSelection, moment: Instant): boolean {
  return hasDevice(facts, moment, (id, device) => {
    const first = facts.trackOf(id)?.firstState ?? null;
    return first !== null && first <= moment && isSelected(selection, device);
  });
}

function haveTransmissionsCome(facts: ParkFacts, { moment, to, asKnownBy }: Judged): boolean {
  return hasDevice(facts, moment, (id, device) => {
    const track = facts.transmissionsOf(id);
    if (track === null || !isSelected('installed', device)) return false;
    const [from, end] = [track.firstFrom, track.firstEnd];
    return from !== null && from < to && end !== null && end <= asKnownBy;
  });
}

function hasDevice(
  facts: ParkFacts,
  moment: Instant,
  holds: (id: string, device: DeviceAttributes) => boolean,
): boolean {
  for (const id of facts.register.idsOf('device')) {
    const device = facts.register.entryAt('device', id, moment);
    if (device !== null && holds(id, device)) return true;
  }
  return false;
}

function haveContactsCome(book: SubmissionBook, enterprises: readonly string[], moment: Instant): boolean {
  return enterprises.some((id) => (book.firstContact(id) ?? Number.POSITIVE_INFINITY) <= moment);
}

function haveFilingsCome(
  book: SubmissionBook,
  enterprises: readonly string[],
  { to, asKnownBy }: Judged,
  zone: string,
): boolean {
  return enterprises.some((id) => {
    const period = book.firstPeriod(id, asKnownBy);
    return period !== null && (parsePeriod(period, zone)?.from ?? to) < to;
  });
}

function haveEntriesCome(
  form: Extract<MeasureForm, { kind: 'register' }>,
  facts: ParkFacts,
  moment: Instant,
): boolean {
  if (form.of === 'counts') return facts.readingsOf(form.numerator).indexAt(moment) >= 0;
  const entity: RegistryEntity = form.of === 'enterprises' ? 'enterprise' : 'system';
  for (const id of facts.register.idsOf(entity)) {
    const [first] = facts.register.spansOf(entity, id);
    if (first !== undefined && first.from <= moment) return true;
  }
  return false;
}
