/** Shapes that stand beside every colour and word (W7). */
export const SEVERITY_SIGN = { alarm: '◆', warning: '▲', reminder: '●' } as const;
export const FEED_SIGN = { live: '○', late: '▲', silent: '▨' } as const;
export const DEVICE_SIGN = {
  online: '○',
  offline: '✕',
  fault: '◆',
  maintenance: '△',
  stopped: '□',
  unknown: '▨',
} as const;
