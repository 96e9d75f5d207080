import { type SubmissionKind } from '@parkpulse/domain';
import { type Course } from './levels.js';
import { COMMISSIONING_DAY, type DemoEnterprise, EXTENSION_DAY, NEWCOMER_DAY } from './enterprises.js';
import { unitNoise } from './noise.js';

/** A form that enterprises keep filled in: how many fields it has and how much of it is filled by day. */
export interface Form {
  readonly kind: SubmissionKind;
  readonly fields: number;
  readonly course: Course;
  readonly of: 'all' | 'hazardous';
}

export const FORMS: readonly Form[] = [
  {
    kind: 'safety_info',
    fields: 48,
    course: [
      [-91, 0.872],
      [-45, 0.893],
      [-10, 0.918],
    ],
    of: 'all',
  },
  {
    kind: 'major_hazard_info',
    fields: 60,
    course: [
      [-91, 0.915],
      [-10, 0.935],
    ],
    of: 'hazardous',
  },
  {
    kind: 'emergency_plan',
    fields: 36,
    course: [
      [-91, 0.842],
      [-10, 0.881],
    ],
    of: 'all',
  },
  {
    kind: 'emergency_resource',
    fields: 30,
    course: [
      [-91, 0.885],
      [-45, 0.912],
      [-10, 0.926],
    ],
    of: 'all',
  },
  {
    kind: 'emergency_drill',
    fields: 24,
    course: [
      [-91, 0.768],
      [-50, 0.785],
      [-15, 0.828],
    ],
    of: 'all',
  },
  {
    kind: 'emergency_command',
    fields: 28,
    course: [
      [-91, 0.808],
      [-10, 0.846],
    ],
    of: 'all',
  },
  {
    kind: 'transport_company',
    fields: 20,
    course: [
      [-91, 0.905],
      [-10, 0.925],
    ],
    of: 'all',
  },
  {
    kind: 'transport_vehicle',
    fields: 32,
    course: [
      [-91, 0.845],
      [-10, 0.882],
    ],
    of: 'all',
  },
  {
    kind: 'transport_person',
    fields: 26,
    course: [
      [-91, 0.786],
      [-50, 0.815],
      [-10, 0.842],
    ],
    of: 'all',
  },
];

/** How much of a form an enterprise has filled on a day. */
export function filledFields(form: Form, enterprise: DemoEnterprise, day: number): number {
  const { course } = form;
  let share = course[0]?.[1] ?? 0;
  for (const [index, [from, value]] of course.entries()) {
    const [to, next] = course[index + 1] ?? [from + 1, value];
    if (day >= from) share = value + (next - value) * Math.min(1, (day - from) / (to - from));
  }
  const own = (unitNoise(`fields ${form.kind}`, Number(enterprise.id.slice(2))) - 0.5) * 0.1;
  return Math.max(0, Math.min(form.fields, Math.round(form.fields * (share + own))));
}

/** Enterprises that forget their daily hidden-danger upload now and then. */
const FORGETFUL = new Set(['E-04', 'E-09', 'E-16', 'E-21', 'E-25', 'E-30', 'E-34']);
/** Single days on which a reliable one did not upload. */
const FORGOTTEN: ReadonlySet<string> = new Set(['E-11 -13', 'E-17 -4']);
/** Of the extension's enterprises these connect their systems some days after they joined. */
const CONNECTS_LATE: ReadonlyMap<string, number> = new Map([
  ['E-33', EXTENSION_DAY + 6],
  ['E-40', EXTENSION_DAY + 6],
]);

/** The day from which an enterprise's own systems are connected. */
export function connectedFrom({ id, commissioned }: DemoEnterprise): number {
  return CONNECTS_LATE.get(id) ?? (typeof commissioned === 'number' ? commissioned : -Infinity);
}

/** Says whether an enterprise uploads its hidden-danger data on a day; `seed` names the day for ever. */
export function uploadsOn(enterprise: DemoEnterprise, day: number, seed: number): boolean {
  if (day < connectedFrom(enterprise) || FORGOTTEN.has(`${enterprise.id} ${day}`)) return false;
  return !FORGETFUL.has(enterprise.id) || unitNoise(`upload ${enterprise.id}`, seed) > 0.06;
}

/** Says whether an enterprise files its special work of a month. One never does, one every other month. */
export function filesSpecialWork({ id }: DemoEnterprise, month: string): boolean {
  if (id === 'E-25') return false;
  return id !== 'E-16' || Number(month.slice(5)) % 2 === 0;
}

const CARBON: ReadonlyMap<string, number> = new Map([
  ...['01', '03', '06', '08', '12', '13', '14', '17', '22', '23', '24', '27'].map(
    (id) => [`E-${id}`, -Infinity] as const,
  ),
  ['E-31', EXTENSION_DAY],
  ['E-35', EXTENSION_DAY],
  ['E-28', COMMISSIONING_DAY],
  ['E-42', NEWCOMER_DAY],
]);

/** Says whether an enterprise files carbon data on a day. */
export function filesCarbon({ id }: DemoEnterprise, day: number): boolean {
  return day >= (CARBON.get(id) ?? Infinity);
}
