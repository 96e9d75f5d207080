import type { EnvironmentFault } from './env.js';

/** A setting that turned out wrong only when it was used: a taken port, a part that is not there. Ends the start with 78. */
export class RefusedSetting extends Error {
  override readonly name = 'RefusedSetting';

  constructor(readonly fault: EnvironmentFault) {
    super(`${fault.key}: ${fault.valueClass}`);
  }
}
