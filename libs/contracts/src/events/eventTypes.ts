/** CloudEvents types that ParkPulse takes in (CONTRACT section 2). */
export const EVENT_TYPES = {
  reading: 'parkpulse.measure.reading.v1',
  deviceStatus: 'parkpulse.device.status.v1',
  transmission: 'parkpulse.device.transmission.v1',
  submission: 'parkpulse.enterprise.submission.v1',
  registryEntry: 'parkpulse.registry.entry.v1',
} as const;

export type EventType = (typeof EVENT_TYPES)[keyof typeof EVENT_TYPES];

/** CloudEvents types that ParkPulse sends. */
export const OUTGOING_TYPES = {
  assessmentChanged: 'parkpulse.assessment.changed.v1',
  alertChanged: 'parkpulse.alert.changed.v1',
} as const;

export type OutgoingType = (typeof OUTGOING_TYPES)[keyof typeof OUTGOING_TYPES];

const incoming: ReadonlySet<string> = new Set(Object.values(EVENT_TYPES));

/** Tells whether a text is the type of an event that ParkPulse takes in. */
export function isEventType(text: string): text is EventType {
  return incoming.has(text);
}
