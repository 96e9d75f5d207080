/** A made-up park for working on pages without a server: measures and attestations over time, judged by the real engine. */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const wave = (time, period, phase = 0) => Math.sin(((time / period) % 1) * 2 * Math.PI + phase);
const noise = (time, seed) => {
  const x = Math.sin((time / HOUR) * 12.9898 + seed * 78.233) * 43758.5453;
  return x - Math.floor(x) - 0.5;
};
const ratio = (share, of) => ({
  numerator: Math.max(0, Math.min(of, Math.round(share * of))),
  denominator: of,
});

/** Measures of the park at a moment; `start` is when its history begins. */
export function measuresAt(time, start) {
  const age = (time - start) / (90 * DAY);
  const dip = (from, hours, depth) => (time >= from && time < from + hours * HOUR ? depth : 0);
  const outage =
    dip(start + 38 * DAY, 30, 0.35) + dip(start + 71 * DAY, 8, 0.2) + dip(start + 89.3 * DAY, 40, 0.16);
  return {
    enterprise_count: { value: 42 },
    smart_factory_count: { value: age > 0.5 ? 2 : 1 },
    digital_workshop_count: { value: 4 },
    sf_qualified_90_count: { value: 1 },
    maturity_l2_plus_ratio: ratio(0.44, 34),
    maturity_l3_plus_ratio: ratio(age > 0.7 ? 0.13 : 0.1, 34),
    maturity_l4_plus_ratio: ratio(0.03, 34),
    data_lake_ratio: ratio(0.52 + 0.2 * age, 412),
    core_app_data_lake_coverage: ratio(0.79 + 0.05 * age, 96),
    lake_data_call_ratio: ratio(0.46 + 0.06 * age, 355),
    gis_model_coverage_ratio: ratio(0.62, 210),
    video_retention_days: { value: 380 },
    alarm_video_retention_days: { value: 400 },
    key_video_retention_days: { value: 97 },
    unified_integration_ratio: ratio(0.63 + 0.1 * age, 88),
    iot_access_ratio_design: ratio(0.76 + 0.09 * age - outage, 1000),
    iot_access_ratio_industry: ratio(0.7 + 0.05 * age - outage, 1180),
    algo_models_in_use: { value: 4 },
    algo_models_built_in: { value: 2 },
    mlps_level: { value: 2 },
    crypto_app_level: { value: 2 },
    safety_info_fill_ratio: ratio(0.91 + 0.04 * age, 4210),
    mh_control_info_fill_ratio: ratio(0.88 + 0.04 * wave(time, 23 * DAY), 986),
    mh_monitor_online_ratio: ratio(outage > 0 ? 1 - outage / 3 : 1, 214),
    monitor_online_ratio: ratio(0.948 - outage + 0.012 * noise(time, 3), 1728),
    dual_prevention_coverage_ratio: ratio(0.95, 40),
    dual_prevention_daily_upload_ratio: ratio(0.86 + 0.08 * wave(time, 31 * DAY, 1), 40),
    special_ops_coverage_ratio: ratio(0.9, 40),
    special_ops_monthly_upload_ratio: ratio(0.84 + 0.05 * age, 40),
    auto_monitor_install_ratio: ratio(1, 68),
    auto_monitor_data_valid_ratio: ratio(0.93 + 0.05 * wave(time, 17 * DAY) + 0.02 * noise(time, 5), 6912),
    env_emergency_supply_provision_ratio: ratio(1, 320),
    env_emergency_supply_effective_ratio: ratio(0.98, 320),
    plan_data_fill_ratio: ratio(0.93, 1240),
    resource_data_fill_ratio: ratio(0.87, 2210),
    drill_data_fill_ratio: ratio(0.78, 318),
    command_data_fill_ratio: ratio(0.82, 240),
    key_area_person_location_access_ratio: ratio(0.72, 90),
    hazchem_vehicle_parking_ratio: ratio(0.83 + 0.05 * wave(time, 11 * DAY), 640),
    transport_data_fill_ratio: ratio(0.94, 870),
    energy_data_access_ratio: ratio(0.598958, 42),
    carbon_data_access_ratio: ratio(0.24, 42),
    industry_brain_support_ratio: ratio(0.31, 42),
    enterprise_portrait_ratio: ratio(0.88, 42),
    chain_product_analysis_ratio: ratio(0.66, 120),
    development_advice_ratio: ratio(0.36, 42),
    cloud_migration_ratio: ratio(0.64, 25),
    product_platform_sales_ratio: ratio(0.23, 1000),
    third_party_contract_platform_ratio: ratio(0.12, 150),
    online_training_ratio: ratio(0.74, 5200),
    online_exam_ratio: ratio(0.81, 5200),
    operator_completed_projects: { value: 0 },
    dcmm_level: { value: 2 },
  };
}

/** How far each indicator's capabilities are attested. */
export const ATTESTED = {
  I01: 'S4',
  I02: 'S3',
  I03: 'S3',
  I04: 'S4',
  I05: 'S3',
  I06: 'S3',
  I07: 'S3',
  I08: 'S4',
  I09: 'S3',
  I10: 'S3',
  I11: 'S2',
  I12: 'S4',
  I13: 'S3',
  I14: 'S3',
  I15: 'S4',
  I16: 'S3',
  I17: 'S4',
  I18: 'S3',
  I19: 'S4',
  I20: 'S3',
  I21: 'S3',
  I22: 'S3',
  I23: 'S2',
  I24: 'S4',
  I25: 'S3',
  I26: 'S2',
  I27: 'S2',
  I28: 'S4',
  I29: 'S3',
  I30: 'S3',
  I31: 'S4',
  I32: 'S2',
  I33: 'S2',
  I34: 'S3',
  I35: 'S2',
  I36: 'S3',
  I37: 'S2',
  I38: 'S3',
  I39: 'S3',
  I40: 'S2',
  I41: 'S3',
  I42: 'S2',
  I43: 'S4',
  I44: 'S3',
  I45: 'S3',
  I46: 'S2',
};

export const RECORDED = ['monitor_online_ratio', 'auto_monitor_data_valid_ratio', 'energy_data_access_ratio'];
