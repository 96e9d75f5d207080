import type { MeasureBound } from '../kernel/measureValue.js';
import type { SubmissionKind } from './facts.js';
import type { MeasureKind } from './measureDefinition.js';

/** Which devices a rate counts; stop-use is judged apart. */
export type DeviceSelection = 'monitored' | 'majorHazard' | 'design' | 'industry' | 'installed';

/** What a measure is formed from when it comes from streams (domain reference 1.5, "How a value is formed"). */
export type MeasureForm =
  | { readonly kind: 'online_time' }
  | { readonly kind: 'online_slots' }
  | { readonly kind: 'members'; readonly of: 'devices'; readonly selection: DeviceSelection }
  | { readonly kind: 'members'; readonly of: 'enterprises'; readonly submission: SubmissionKind }
  | { readonly kind: 'members'; readonly of: 'outlets' }
  | { readonly kind: 'transmission' }
  | { readonly kind: 'coverage'; readonly submission: SubmissionKind }
  | { readonly kind: 'upload'; readonly submission: SubmissionKind; readonly every: 'day' | 'month' }
  | {
      readonly kind: 'fields';
      /** Several kinds: the smallest of their rates counts (ruling I31a). */
      readonly submissions: readonly SubmissionKind[];
      readonly due: 'all' | 'majorHazard';
    }
  | { readonly kind: 'register'; readonly of: 'enterprises' | 'systems' }
  | {
      readonly kind: 'register';
      readonly of: 'counts';
      readonly numerator: string;
      readonly denominator: string;
    }
  | { readonly kind: 'reading'; readonly isCertificate: boolean };

interface MeasureEntry {
  readonly bound: MeasureBound;
  readonly form: MeasureForm;
}

const READING: MeasureForm = { kind: 'reading', isCertificate: false };
const CERTIFICATE: MeasureForm = { kind: 'reading', isCertificate: true };

function share(form: MeasureForm = READING): MeasureEntry {
  return { bound: { unit: 'ratio', cappedAtOne: true }, form };
}

function count(form: MeasureForm = READING): MeasureEntry {
  return { bound: { unit: 'count', cappedAtOne: false }, form };
}

function quotient(numerator: string, denominator: string): MeasureEntry {
  return {
    bound: { unit: 'ratio', cappedAtOne: false },
    form: { kind: 'register', of: 'counts', numerator, denominator },
  };
}

function fill(...submissions: readonly SubmissionKind[]): MeasureEntry {
  return share({ kind: 'fields', submissions, due: 'all' });
}

const DAYS: MeasureEntry = { bound: { unit: 'days', cappedAtOne: false }, form: READING };
const LEVEL: MeasureEntry = { bound: { unit: 'level', cappedAtOne: false }, form: CERTIFICATE };

const ENTRIES: Readonly<Record<string, MeasureEntry>> = {
  enterprise_count: count({ kind: 'register', of: 'enterprises' }),
  smart_factory_count: count(),
  digital_workshop_count: count(),
  smart_factory_share: quotient('smart_factory_count', 'enterprise_count'),
  digital_workshop_share: quotient('digital_workshop_count', 'enterprise_count'),
  sf_digital_equipment_ratio: share(),
  sf_data_upload_ratio: share(),
  sf_qualified_90_count: count(),
  sf_qualified_95_count: count(),
  maturity_l1_or_below_ratio: share(),
  maturity_l2_plus_ratio: share(),
  maturity_l3_plus_ratio: share(),
  maturity_l4_plus_ratio: share(),
  data_lake_ratio: share(),
  core_app_data_lake_coverage: share(),
  lake_data_call_ratio: share(),
  gis_model_coverage_ratio: share(),
  video_retention_days: DAYS,
  alarm_video_retention_days: DAYS,
  key_video_retention_days: DAYS,
  unified_integration_ratio: share(),
  iot_access_ratio_design: share({ kind: 'members', of: 'devices', selection: 'design' }),
  iot_access_ratio_industry: share({ kind: 'members', of: 'devices', selection: 'industry' }),
  algo_models_in_use: count(),
  algo_models_built_in: count(),
  mlps_level: LEVEL,
  crypto_app_level: LEVEL,
  safety_info_fill_ratio: fill('safety_info'),
  mh_control_info_fill_ratio: share({
    kind: 'fields',
    submissions: ['major_hazard_info'],
    due: 'majorHazard',
  }),
  mh_monitor_online_ratio: share({ kind: 'online_slots' }),
  monitor_online_ratio: share({ kind: 'online_time' }),
  dual_prevention_coverage_ratio: share({
    kind: 'members',
    of: 'enterprises',
    submission: 'dual_prevention',
  }),
  dual_prevention_daily_upload_ratio: share({ kind: 'upload', submission: 'dual_prevention', every: 'day' }),
  special_ops_coverage_ratio: share({ kind: 'members', of: 'enterprises', submission: 'special_work' }),
  special_ops_monthly_upload_ratio: share({ kind: 'upload', submission: 'special_work', every: 'month' }),
  auto_monitor_install_ratio: share({ kind: 'members', of: 'outlets' }),
  auto_monitor_data_valid_ratio: share({ kind: 'transmission' }),
  env_emergency_supply_provision_ratio: share(),
  env_emergency_supply_effective_ratio: share(),
  plan_data_fill_ratio: fill('emergency_plan'),
  resource_data_fill_ratio: fill('emergency_resource'),
  drill_data_fill_ratio: fill('emergency_drill'),
  command_data_fill_ratio: fill('emergency_command'),
  key_area_person_location_access_ratio: share(),
  hazchem_vehicle_parking_ratio: share(),
  transport_data_fill_ratio: fill('transport_company', 'transport_vehicle', 'transport_person'),
  driver_violation_retention_days: DAYS,
  energy_data_access_ratio: share({ kind: 'coverage', submission: 'energy' }),
  carbon_data_access_ratio: share({ kind: 'coverage', submission: 'carbon' }),
  industry_brain_support_ratio: share(),
  enterprise_portrait_ratio: share(),
  chain_product_analysis_ratio: share(),
  development_advice_ratio: share(),
  cloud_migration_ratio: share({ kind: 'register', of: 'systems' }),
  product_platform_sales_ratio: share(),
  third_party_contract_platform_ratio: share(),
  online_training_ratio: share(),
  online_exam_ratio: share(),
  operator_completed_projects: count(),
  dcmm_level: LEVEL,
};

/** The measures whose values belong to one smart factory each (I03, ruling I3c). */
export const FACTORY_MEASURES: readonly string[] = ['sf_digital_equipment_ratio', 'sf_data_upload_ratio'];

/** Lists the keys of all measures. */
export const FORMED_MEASURES: readonly string[] = Object.keys(ENTRIES);

/** Returns what a measure is formed from; an unknown key is a plain reading. */
export function formOf(measure: string): MeasureForm {
  return entryOf(measure)?.form ?? READING;
}

/** Returns the unit of a measure and whether it is capped at 1 (rulings A11, I3a); an unknown key is a share. */
export function boundOf(measure: string): MeasureBound {
  return entryOf(measure)?.bound ?? { unit: 'ratio', cappedAtOne: true };
}

/** Returns the kind of a measure (domain reference 1.5). */
export function measureKindOf(measure: string): MeasureKind {
  return formOf(measure).kind;
}

function entryOf(measure: string): MeasureEntry | undefined {
  return Object.hasOwn(ENTRIES, measure) ? ENTRIES[measure] : undefined;
}

const DAILY_KINDS: ReadonlySet<SubmissionKind> = new Set(['energy', 'dual_prevention', 'safety_commitment']);

/** Returns how often a kind of submission is due: its own period, for freshness. */
export function submissionUnit(kind: SubmissionKind): 'day' | 'month' {
  return DAILY_KINDS.has(kind) ? 'day' : 'month';
}
