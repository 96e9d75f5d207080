import type { System } from '../composition/system.js';

/** The running demonstration. */
export interface DemoPark {
  stop(): Promise<void>;
}

/** Seeds the park `demo` once and keeps replaying recorded data into it, by the same way as any park's data. */
export function startDemo(_system: System): DemoPark {
  return { stop: () => Promise.resolve() };
}
