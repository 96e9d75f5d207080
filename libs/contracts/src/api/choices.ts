/** Choices that requests and answers share, free of any schema so that a browser can list them. */
export const CHANNEL_KINDS = [
  'webhook',
  'dingtalk',
  'wecom',
  'feishu',
  'smtp',
  'sms',
  'alertmanager',
] as const;
export const TOKEN_SCOPES = ['ingest', 'read'] as const;
export const ROLES = ['viewer', 'operator', 'expert', 'lead', 'admin'] as const;
export const INTERVALS = ['1m', '1h', '1d'] as const;
export const JUDGES = ['window', 'hour', 'day', 'month', 'year'] as const;
export const INPUTS = ['auto', 'streams', 'readings'] as const;

export type ChannelKind = (typeof CHANNEL_KINDS)[number];
export type TokenScope = (typeof TOKEN_SCOPES)[number];
export type Role = (typeof ROLES)[number];
export type Interval = (typeof INTERVALS)[number];
