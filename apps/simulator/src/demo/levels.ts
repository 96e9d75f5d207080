import { type DemoCalendar } from './demoCalendar.js';
import { ENTERPRISES, isRegistered } from './enterprises.js';

/** A value by day: between two days it moves in a straight line (`line`) or stays until the next (`step`). */
export type Course = readonly (readonly [day: number, value: number])[];

/** A simulated measure: how it is read, over what, and how it moves. */
export interface Level {
  readonly measure: string;
  /** `office`: stated once a day from registers; `data`: read from systems, every two hours and later every five minutes. */
  readonly from: 'office' | 'data';
  /** What the numerator is counted over; null: a count, a number of days or a level. */
  readonly of: number | 'enterprises' | null;
  readonly shape: 'line' | 'step';
  readonly course: Course;
  /** How far the numerator wavers, in whole units. */
  readonly wavers?: number;
  readonly enterprise?: string;
}

function office(measure: string, of: Level['of'], course: Course): Level {
  return { measure, from: 'office', of, shape: of === null ? 'step' : 'line', course };
}

function data(measure: string, of: Level['of'], course: Course, wavers = 0): Level {
  return { measure, from: 'data', of, shape: of === null ? 'step' : 'line', course, wavers };
}

function factory(enterprise: string, equipment: readonly [number, number], upload: number): readonly Level[] {
  const [digital, all] = equipment;
  return [
    { ...office('sf_digital_equipment_ratio', all, [[-91, digital]]), enterprise },
    { ...data('sf_data_upload_ratio', 1440, [[-91, Math.round(upload * 1440)]], 4), enterprise },
  ];
}

/** Every measure that is neither formed from events nor from the register; days count from the anchor's day. */
export const LEVELS: readonly Level[] = [
  office('smart_factory_count', null, [
    [-91, 3],
    [-68, 4],
  ]),
  office('digital_workshop_count', null, [
    [-91, 6],
    [-12, 7],
  ]),
  office('sf_qualified_90_count', null, [[-91, 3]]),
  office('sf_qualified_95_count', null, [[-91, 2]]),
  ...factory('E-01', [172, 200], 0.975),
  ...factory('E-08', [133, 160], 0.963),
  ...factory('E-14', [98, 120], 0.922),
  ...factory('E-24', [111, 150], 0.884),
  office('maturity_l1_or_below_ratio', 34, [
    [-91, 19],
    [-44, 17],
  ]),
  office('maturity_l2_plus_ratio', 34, [
    [-91, 15],
    [-44, 17],
  ]),
  office('maturity_l3_plus_ratio', 34, [[-91, 5]]),
  office('maturity_l4_plus_ratio', 34, [[-91, 1]]),
  data('data_lake_ratio', 600, [
    [-91, 318],
    [-45, 372],
    [0, 396],
  ]),
  data('core_app_data_lake_coverage', 120, [
    [-91, 80],
    [-70, 84],
    [0, 93],
  ]),
  data(
    'lake_data_call_ratio',
    500,
    [
      [-91, 205],
      [-55, 252],
      [-30, 268],
      [0, 266],
    ],
    2,
  ),
  office('gis_model_coverage_ratio', 1200, [
    [-91, 936],
    [-62, 962],
    [0, 1020],
  ]),
  data('video_retention_days', null, [[-91, 36]]),
  data('alarm_video_retention_days', null, [[-91, 402]]),
  data('key_video_retention_days', null, [[-91, 45]]),
  data('unified_integration_ratio', 85, [
    [-91, 62],
    [-48, 68],
    [-20, 69],
    [-13, 69],
    [-12, 67],
    [-9, 67],
    [-8, 69],
    [0, 70],
  ]),
  office('algo_models_in_use', null, [
    [-91, 2],
    [-66, 3],
  ]),
  office('algo_models_built_in', null, [
    [-91, 1],
    [-58, 2],
  ]),
  office('mlps_level', null, [[-91, 3]]),
  office('crypto_app_level', null, [
    [-91, 2],
    [-36, 3],
  ]),
  office('env_emergency_supply_provision_ratio', 240, [[-91, 240]]),
  office('env_emergency_supply_effective_ratio', 240, [
    [-91, 226],
    [0, 233],
  ]),
  data('key_area_person_location_access_ratio', 46, [
    [-91, 30],
    [-52, 33],
    [0, 35],
  ]),
  data(
    'hazchem_vehicle_parking_ratio',
    150,
    [
      [-91, 133],
      [-72, 138],
      [0, 139],
    ],
    2,
  ),
  office('driver_violation_retention_days', null, [[-91, 1240]]),
  office('industry_brain_support_ratio', 'enterprises', [
    [-91, 11],
    [-40, 12],
    [0, 14],
  ]),
  office('enterprise_portrait_ratio', 'enterprises', [
    [-91, 23],
    [-40, 25],
    [0, 30],
  ]),
  office('chain_product_analysis_ratio', 88, [
    [-91, 38],
    [0, 41],
  ]),
  office('development_advice_ratio', 'enterprises', [
    [-91, 12],
    [-30, 13],
    [0, 14],
  ]),
  office('product_platform_sales_ratio', 1000, [
    [-91, 396],
    [-74, 408],
    [0, 442],
  ]),
  office('third_party_contract_platform_ratio', 60, [
    [-91, 23],
    [-58, 25],
    [0, 26],
  ]),
  office('online_training_ratio', 320, [
    [-91, 218],
    [0, 231],
  ]),
  office('online_exam_ratio', 300, [
    [-91, 172],
    [-44, 181],
    [0, 192],
  ]),
  office('operator_completed_projects', null, [
    [-91, 0],
    [-28, 1],
  ]),
  office('dcmm_level', null, [[-91, 3]]),
];

function courseAt({ course, shape }: Level, position: number): number {
  let before = course[0];
  for (const point of course) {
    if (point[0] > position) {
      if (!before || shape === 'step') break;
      const share = (position - before[0]) / (point[0] - before[0]);
      return before[1] + share * (point[1] - before[1]);
    }
    before = point;
  }
  return before?.[1] ?? 0;
}

/** What a measure is counted over on a day. */
export function denominatorAt({ of }: Level, day: number): number | null {
  if (of !== 'enterprises') return of;
  return ENTERPRISES.filter((enterprise) => isRegistered(enterprise, day)).length;
}

/** Exceptions from the courses: [from, to) in hours of days, and what is added to the numerator meanwhile. */
interface Exception {
  readonly measure: string;
  readonly from: number;
  readonly to: number;
  readonly adds: number;
}

/** Minutes before the anchor at which the opening scene begins: its changes are confirmed while the viewer looks on. */
const DROP_LEAD_MINUTES = 22;
const RISE_LEAD_MINUTES = 23 * 60 + 40;

/** The days on which a recorder lost its disk: key video reached back only 26 days. */
const DISK_FAILURE = { from: -18 + 6 / 24, to: -17 + 6 / 24 };
/** The hours in which the lake rate was stated wrongly; it was restated two days later. */
export const LAKE_MISTAKE = { from: -26 + 8 / 24, to: -25 + 2 / 24, adds: -150, restatedOn: -24 } as const;

function exceptionsOf(calendar: DemoCalendar): readonly Exception[] {
  const before = (minutes: number) => calendar.position(calendar.anchor - minutes * 60_000);
  const lake = { from: LAKE_MISTAKE.from, to: LAKE_MISTAKE.to, adds: LAKE_MISTAKE.adds };
  return [
    { measure: 'key_video_retention_days', ...DISK_FAILURE, adds: -19 },
    { measure: 'data_lake_ratio', ...lake },
    { measure: 'lake_data_call_ratio', from: -7 + 6 / 24, to: before(RISE_LEAD_MINUTES), adds: -28 },
    { measure: 'hazchem_vehicle_parking_ratio', from: before(DROP_LEAD_MINUTES), to: 1 + 2 / 24, adds: -9 },
  ];
}

/** In the live time some measures slip for some hours every few days, so that a demo that runs for weeks stays alive. */
function recurringAt(measure: string, position: number): number {
  const day = Math.floor(position);
  const hour = (position - day) * 24;
  if (day < 2) return 0;
  if (measure === 'lake_data_call_ratio' && day % 5 === 3 && hour >= 13) return -25;
  if (measure === 'hazchem_vehicle_parking_ratio' && day % 4 === 2 && hour >= 10 && hour < 16) return -9;
  return 0;
}

/** The levels of one demo: courses, and the exceptions that hang on its anchor. */
export class Levels {
  readonly #calendar: DemoCalendar;
  readonly #exceptions: readonly Exception[];

  constructor(calendar: DemoCalendar) {
    this.#calendar = calendar;
    this.#exceptions = exceptionsOf(calendar);
  }

  /** The numerator (or the count) as first stated at an instant, before it wavers. */
  statedAt(level: Level, at: number): number {
    const position = this.#calendar.position(at);
    const extra = this.#exceptions
      .filter(({ measure, from, to }) => measure === level.measure && position >= from && position < to)
      .reduce((sum, { adds }) => sum + adds, 0);
    return Math.round(this.trueAt(level, at) + extra + recurringAt(level.measure, position));
  }

  /** The numerator without mistakes. */
  trueAt(level: Level, at: number): number {
    return Math.round(courseAt(level, this.#calendar.position(at)));
  }
}
