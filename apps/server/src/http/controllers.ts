import { AlertsController } from './alertsController.js';
import { AlertsSilencesController } from './alertsSilencesController.js';
import { AssessmentController } from './assessmentController.js';
import { AttestationsController } from './attestationsController.js';
import { ChannelsController } from './channelsController.js';
import { DeadLettersController } from './deadLettersController.js';
import { DefinitionsController } from './definitionsController.js';
import { DocumentationController } from './documentationController.js';
import { EventsController } from './eventsController.js';
import { MeasuresController } from './measuresController.js';
import { OperationsController } from './operationsController.js';
import { ParksController } from './parksController.js';
import { ProvenanceController } from './provenanceController.js';
import { RegisterController } from './registerController.js';
import { SessionController } from './sessionController.js';
import { StandardController } from './standardController.js';
import { TokensController } from './tokensController.js';
import { WallController } from './wallController.js';
import { WallDeskController } from './wallDeskController.js';

/** Everything that answers requests. Alerts and channels join here. */
export const CONTROLLERS = [
  AlertsController,
  AlertsSilencesController,
  AssessmentController,
  AttestationsController,
  ChannelsController,
  DeadLettersController,
  DefinitionsController,
  DocumentationController,
  EventsController,
  MeasuresController,
  OperationsController,
  ParksController,
  ProvenanceController,
  RegisterController,
  SessionController,
  StandardController,
  TokensController,
  WallController,
  WallDeskController,
] as const;
