import { AlertsController } from './alertsController.js';
import { AlertsSettingsController } from './alertsSettingsController.js';
import { AlertsSilencesController } from './alertsSilencesController.js';
import { AssessmentController } from './assessmentController.js';
import { AttestationsController } from './attestationsController.js';
import { ChannelsDeadManController } from './channelsDeadManController.js';
import { ChannelsController } from './channelsController.js';
import { ComparisonController } from './comparisonController.js';
import { ConclusionController } from './conclusionController.js';
import { DeadLettersController } from './deadLettersController.js';
import { DefinitionsController } from './definitionsController.js';
import { DocumentationController } from './documentationController.js';
import { DutyController } from './dutyController.js';
import { EventsController } from './eventsController.js';
import { MeasuresController } from './measuresController.js';
import { OperationsController } from './operationsController.js';
import { ParksController } from './parksController.js';
import { ProvenanceController } from './provenanceController.js';
import { RegisterController } from './registerController.js';
import { SessionController } from './sessionController.js';
import { StandardController } from './standardController.js';
import { TargetsController } from './targetsController.js';
import { TokensController } from './tokensController.js';
import { WallController } from './wallController.js';
import { WallDeskController } from './wallDeskController.js';

/** Everything that answers requests. Alerts and channels join here. */
export const CONTROLLERS = [
  AlertsController,
  AlertsSettingsController,
  AlertsSilencesController,
  AssessmentController,
  AttestationsController,
  ChannelsController,
  ChannelsDeadManController,
  ComparisonController,
  ConclusionController,
  DeadLettersController,
  DefinitionsController,
  DocumentationController,
  DutyController,
  EventsController,
  MeasuresController,
  OperationsController,
  ParksController,
  ProvenanceController,
  RegisterController,
  SessionController,
  StandardController,
  TargetsController,
  TokensController,
  WallController,
  WallDeskController,
] as const;
