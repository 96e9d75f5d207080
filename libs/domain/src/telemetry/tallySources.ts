import { isSelected, isStopped } from './dueDevices.js';
import { judgeFiledDays, owedPeriods } from './coverage.js';
import type { Instant, RegistryEntity, SubmissionKind } from './facts.js';
import { type FieldsForm, filledFields } from './fields.js';
import { type Judged, judgedAt } from './judgedSpan.js';
import type { MeasureForm } from './measureForms.js';
import { type MembersForm, isPresent } from './members.js';
import type { SignalContext, SignalSegment } from './signalStep.js';
import { ABSENT, type Contribution, OPEN, PRESENT } from './tally.js';
import { hasFiledAll } from './upload.js';

export type TallyForm = Extract<MeasureForm, { kind: 'members' | 'coverage' | 'upload' | 'fields' }>;

/** How a measure counted member by member is kept up to date. */
export interface TallySource {
  readonly lanes: number;
  readonly entity: RegistryEntity;
  /** Says what a member adds at an instant; null when it is not counted then. */
  readonly contributions: (member: string, at: Instant) => readonly Contribution[] | null;
  /** Submissions after which their sender must be judged anew. */
  readonly submissions: readonly SubmissionKind[];
  /** Whether a change of the register counts at once, not only at the close of a period. */
  readonly followsRegister: boolean;
  /** Devices whose changes touch what their enterprises owe; null for other measures. */
  readonly alsoFollows: 'device' | null;
}

const PRESENT_ONLY: readonly Contribution[] = [PRESENT];
const ABSENT_ONLY: readonly Contribution[] = [ABSENT];

/** Returns how a measure's members are judged one by one. */
export function tallySourceOf(segment: SignalSegment, context: SignalContext, form: TallyForm): TallySource {
  switch (form.kind) {
    case 'members':
      return membersSource(segment, context, form);
    case 'coverage':
    case 'upload':
      return filingSource(segment, context, form);
    case 'fields':
      return fieldsSource(segment, context, form);
  }
}

// Everyone is judged at one instant before the next comes: what is judged then is found once.
function judgedOnce({ definition }: SignalSegment, { zone }: SignalContext): (at: Instant) => Judged {
  let [known, judged]: [Instant, Judged | null] = [Number.NaN, null];
  return (at) => {
    if (judged === null || at !== known) [known, judged] = [at, judgedAt(definition, at, zone)];
    return judged;
  };
}

function membersSource(segment: SignalSegment, context: SignalContext, form: MembersForm): TallySource {
  const { definition } = segment;
  const { facts } = context;
  const judgedOf = judgedOnce(segment, context);
  const isCounted = (member: string, moment: Instant): boolean => {
    if (form.of === 'enterprises') {
      return facts.register.entryAt('enterprise', member, moment)?.status === 'commissioned';
    }
    const device = facts.register.entryAt('device', member, moment);
    if (device === null || isStopped(device, moment)) return false;
    return form.of === 'outlets' ? device.autoMonitoring !== null : isSelected(form.selection, device);
  };
  return {
    lanes: 1,
    entity: form.of === 'enterprises' ? 'enterprise' : 'device',
    submissions: form.of === 'enterprises' ? [form.submission] : [],
    followsRegister: true,
    alsoFollows: null,
    contributions: (member, at) => {
      const { moment } = judgedOf(at);
      if (!isCounted(member, moment)) return null;
      return isPresent(form, facts, member, { definition, moment }) ? PRESENT_ONLY : ABSENT_ONLY;
    },
  };
}

function filingSource(
  segment: SignalSegment,
  context: SignalContext,
  form: Extract<TallyForm, { kind: 'coverage' | 'upload' }>,
): TallySource {
  const { definition } = segment;
  const { facts, zone } = context;
  const judgedOf = judgedOnce(segment, context);
  return {
    lanes: 1,
    entity: 'enterprise',
    submissions: [form.submission],
    followsRegister: false,
    alsoFollows: null,
    contributions: (member, at) => {
      const judged = judgedOf(at);
      const entry = facts.register.entryAt('enterprise', member, judged.to - 1);
      if (entry === null) return null;
      if (form.kind === 'coverage') {
        const days = owedPeriods('day', judged, zone);
        return judgeFiledDays(definition, facts, member, { days, judged }).isCovered
          ? PRESENT_ONLY
          : ABSENT_ONLY;
      }
      if (entry.status !== 'commissioned') return null;
      const periods = owedPeriods(form.every, judged, zone);
      return hasFiledAll(form, facts, member, { periods, judged }) ? PRESENT_ONLY : ABSENT_ONLY;
    },
  };
}

function fieldsSource(segment: SignalSegment, context: SignalContext, form: FieldsForm): TallySource {
  const { definition } = segment;
  const { facts } = context;
  const judgedOf = judgedOnce(segment, context);
  const devices = form.due === 'majorHazard' ? devicesByEnterprise(facts.register) : null;
  const isDue = (member: string, moment: Instant): boolean => {
    if (facts.register.entryAt('enterprise', member, moment) === null) return false;
    if (devices === null) return true;
    return [...(devices.get(member) ?? [])].some((id) => {
      const device = facts.register.entryAt('device', id, moment);
      return device?.enterprise === member && device.majorHazard;
    });
  };
  return {
    lanes: form.submissions.length,
    entity: 'enterprise',
    submissions: form.submissions,
    followsRegister: true,
    alsoFollows: devices === null ? null : 'device',
    contributions: (member, at) => {
      const { moment, asKnownBy } = judgedOf(at);
      if (!isDue(member, moment)) return null;
      const known = Math.min(moment, asKnownBy);
      return form.submissions.map((kind) => {
        const own = filledFields(definition, facts, member, { kind, asKnownBy: known });
        return own.kind === 'open' ? OPEN : { above: own.filled, below: own.required, isOpen: false };
      });
    },
  };
}

function devicesByEnterprise(
  register: SignalContext['facts']['register'],
): ReadonlyMap<string, ReadonlySet<string>> {
  const devices = new Map<string, Set<string>>();
  for (const id of register.idsOf('device')) {
    for (const { attributes } of register.spansOf('device', id)) {
      if (attributes.enterprise === null) continue;
      const own = devices.get(attributes.enterprise);
      if (own === undefined) devices.set(attributes.enterprise, new Set([id]));
      else own.add(id);
    }
  }
  return devices;
}
