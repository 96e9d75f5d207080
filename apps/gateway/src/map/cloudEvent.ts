/** CloudEvents 1.0 in the shapes this gateway emits (CONTRACT section 2). */
export interface CloudEvent<Type extends string, Data> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Data;
}

/** Values a device owed, delivered and delivered validly over [from, to). */
export interface Transmission {
  readonly device: string;
  readonly from: string;
  readonly to: string;
  readonly expected: number;
  readonly received: number;
  readonly valid: number;
  readonly flags?: Readonly<Record<string, number>>;
}

export type TransmissionEvent = CloudEvent<
  'parkpulse.device.transmission.v1',
  { readonly transmissions: readonly Transmission[] }
>;

export type StatusEvent = CloudEvent<
  'parkpulse.device.status.v1',
  {
    readonly devices: readonly { readonly device: string; readonly state: 'online'; readonly time: string }[];
  }
>;

export type GatewayEvent = StatusEvent | TransmissionEvent;
