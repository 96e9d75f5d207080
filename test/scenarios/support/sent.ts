import type { EventData, EventType } from '@parkpulse/contracts';

/** An event as tests write it. */
export interface Sent<Type extends EventType = EventType> {
  readonly type: Type;
  readonly data: EventData<Type>;
  readonly time: string;
  readonly id?: string;
  readonly source?: string;
  readonly sequence?: number;
  /** Old data on purpose. */
  readonly replay?: boolean;
}

/** A reading event. */
export function reading(
  time: string,
  readings: EventData<'parkpulse.measure.reading.v1'>['readings'],
  more: Partial<Sent> = {},
): Sent {
  return { type: 'parkpulse.measure.reading.v1', data: { readings }, time, ...more };
}

/** A register entry. */
export function entry(data: EventData<'parkpulse.registry.entry.v1'>, more: Partial<Sent> = {}): Sent {
  return { type: 'parkpulse.registry.entry.v1', data, time: data.effectiveFrom, ...more };
}
