export * from './ports.js';
export * from './ingest/ingestBatch.js';
export * from './ingest/startIngest.js';
export * from './assess/parkAssessor.js';
export * from './assess/rules.js';
export * from './assess/startAssessor.js';
