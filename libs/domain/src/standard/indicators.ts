import { plan } from './i01-plan.js';
import { design } from './i02-design.js';
import { smartFactory } from './i03-smart-factory.js';
import { mfgMaturity } from './i04-mfg-maturity.js';
import { bigData } from './i05-big-data.js';
import { gis } from './i06-gis.js';
import { video } from './i07-video.js';
import { convergedComms } from './i08-converged-comms.js';
import { integration } from './i09-integration.js';
import { iot } from './i10-iot.js';
import { ai } from './i11-ai.js';
import { network } from './i12-network.js';
import { computeStorage } from './i13-compute-storage.js';
import { mlps } from './i14-mlps.js';
import { centreOps } from './i15-centre-ops.js';
import { centreEmergency } from './i16-centre-emergency.js';
import { safetyInfo } from './i17-safety-info.js';
import { majorHazardMgmt } from './i18-major-hazard-mgmt.js';
import { riskMonitoring } from './i19-risk-monitoring.js';
import { dualPrevention } from './i20-dual-prevention.js';
import { specialWork } from './i21-special-work.js';
import { envSupervision } from './i22-env-supervision.js';
import { envRisk } from './i23-env-risk.js';
import { emergencyPlan } from './i24-emergency-plan.js';
import { emergencyResource } from './i25-emergency-resource.js';
import { emergencyDrill } from './i26-emergency-drill.js';
import { emergencyDispatch } from './i27-emergency-dispatch.js';
import { gate } from './i28-gate.js';
import { personnel } from './i29-personnel.js';
import { hazmatTransport } from './i30-hazmat-transport.js';
import { waybill } from './i31-waybill.js';
import { pipeRack } from './i32-pipe-rack.js';
import { vehicleMonitoring } from './i33-vehicle-monitoring.js';
import { energy } from './i34-energy.js';
import { carbon } from './i35-carbon.js';
import { industryService } from './i36-industry-service.js';
import { industryChain } from './i37-industry-chain.js';
import { cloud } from './i38-cloud.js';
import { publicService } from './i39-public-service.js';
import { trading } from './i40-trading.js';
import { training } from './i41-training.js';
import { longTermOps } from './i42-long-term-ops.js';
import { omSystem } from './i43-om-system.js';
import { omContent } from './i44-om-content.js';
import { omAssurance } from './i45-om-assurance.js';
import { dataMgmt } from './i46-data-mgmt.js';
import type { Indicator } from './types.js';

/** The 46 tertiary indicators in Table 1's order. */
export const INDICATORS: readonly Indicator[] = [
  plan,
  design,
  smartFactory,
  mfgMaturity,
  bigData,
  gis,
  video,
  convergedComms,
  integration,
  iot,
  ai,
  network,
  computeStorage,
  mlps,
  centreOps,
  centreEmergency,
  safetyInfo,
  majorHazardMgmt,
  riskMonitoring,
  dualPrevention,
  specialWork,
  envSupervision,
  envRisk,
  emergencyPlan,
  emergencyResource,
  emergencyDrill,
  emergencyDispatch,
  gate,
  personnel,
  hazmatTransport,
  waybill,
  pipeRack,
  vehicleMonitoring,
  energy,
  carbon,
  industryService,
  industryChain,
  cloud,
  publicService,
  trading,
  training,
  longTermOps,
  omSystem,
  omContent,
  omAssurance,
  dataMgmt,
];
