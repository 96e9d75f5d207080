import type { Environment, EnvironmentFault } from '../config/env.js';
import { RefusedSetting } from '../config/refusedSetting.js';

/** Tells which setting is to blame for a start that failed; null when none is. */
export function toStartFault(error: unknown, { port, host }: Environment): EnvironmentFault | null {
  if (error instanceof RefusedSetting) return error.fault;
  const code: string = (error as NodeJS.ErrnoException | null)?.code ?? '';
  switch (code) {
    case 'EADDRINUSE':
      return {
        key: 'PORT',
        valueClass: `${port} is taken by another program`,
        fix: 'choose another port, or 0 for a free one',
      };
    case 'EACCES':
      return {
        key: 'PORT',
        valueClass: `${port} may not be opened by this user`,
        fix: 'choose a port above 1023',
      };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return {
        key: 'HOST',
        valueClass: `no address of this machine (${host.length} characters)`,
        fix: 'use 127.0.0.1 or 0.0.0.0',
      };
    default:
      return null;
  }
}
