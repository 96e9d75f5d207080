export { type Environment, type EnvironmentFault, faultLine, readEnvironment } from './config/env.js';
export { type RunningServer, startServer } from './composition/startServer.js';
export { type AnyBody, type Answer, TestServer } from './testing/testServer.js';
