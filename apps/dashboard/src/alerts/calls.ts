import type {
  AlertFigures,
  AlertPolicyAnswer,
  AlertRuleAnswer,
  BacktestAnswer,
  DeadManAnswer,
  DutyRosterAnswer,
  DutyShift,
  HoldRequest,
} from '@parkpulse/contracts';
import type { Span } from '../api/calls.js';
import { call } from '../api/http.js';
import type { Page } from '../api/types.js';
import type {
  Act,
  AlertFull,
  AlertItem,
  ChannelItem,
  NewChannel,
  NewSilence,
  SilenceItem,
  TestOutcome,
} from './types.js';

const LARGEST_PAGE = 1000;
const MOST_PAGES = 20;
const parkPath = (park: string): string => `/parks/${encodeURIComponent(park)}`;
const alertPath = (id: string): string => `/alerts/${encodeURIComponent(id)}`;
const ended = (signal?: AbortSignal) => ({ ...(signal && { signal }) });

export interface AlertQuery {
  readonly state?: string | null;
  readonly severity?: string | null;
  readonly rule?: string | null;
  readonly indicator?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly limit?: number;
  readonly cursor?: string | null;
}

export const loadAlerts = (park: string, query: AlertQuery, signal?: AbortSignal) =>
  call<Page<AlertItem>>(`${parkPath(park)}/alerts`, { query: { ...query }, ...ended(signal) });

/** Everything that is open, whatever its state. */
export async function loadOpen(
  park: string,
  query: Omit<AlertQuery, 'state'>,
  signal?: AbortSignal,
): Promise<readonly AlertItem[]> {
  const pages = await Promise.all(
    ['firing', 'recovering', 'pending'].map((state) =>
      loadAlerts(park, { ...query, state, limit: LARGEST_PAGE }, signal),
    ),
  );
  return pages.flatMap(({ items }) => items);
}

/** Everything that was open at any time of a span. */
export async function loadSpan(
  park: string,
  query: AlertQuery,
  signal?: AbortSignal,
): Promise<readonly AlertItem[]> {
  const items: AlertItem[] = [];
  let cursor: string | null = null;
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const page: Page<AlertItem> = await loadAlerts(park, { ...query, limit: LARGEST_PAGE, cursor }, signal);
    items.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  return items;
}

export const loadAlert = (id: string, signal?: AbortSignal) => call<AlertFull>(alertPath(id), ended(signal));

export const actOn = (id: string, act: Act, body: unknown) =>
  call<AlertItem>(`${alertPath(id)}/${act}`, { method: 'POST', body });

export const resend = (id: string, delivery: string) =>
  call<AlertItem>(`${alertPath(id)}/deliveries/${delivery}/resend`, { method: 'POST' });

export const loadSilences = (park: string, signal?: AbortSignal) =>
  call<Page<SilenceItem>>(`${parkPath(park)}/silences`, { query: { limit: LARGEST_PAGE }, ...ended(signal) });

export const addSilence = (park: string, body: NewSilence) =>
  call<SilenceItem>(`${parkPath(park)}/silences`, { method: 'POST', body });

export const endSilence = (park: string, id: string) =>
  call<null>(`${parkPath(park)}/silences/${id}`, { method: 'DELETE' });

export const loadRules = (park: string, signal?: AbortSignal) =>
  call<Page<AlertRuleAnswer>>(`${parkPath(park)}/alert-rules`, ended(signal));

export const loadPolicy = (park: string, signal?: AbortSignal) =>
  call<AlertPolicyAnswer>(`${parkPath(park)}/alert-policy`, ended(signal));

export const putPolicy = (park: string, body: AlertPolicyAnswer) =>
  call<AlertPolicyAnswer>(`${parkPath(park)}/alert-policy`, { method: 'PUT', body });

export const tryRule = (
  park: string,
  body: { rule: string; hold: HoldRequest; thresholds: Readonly<Record<string, number>> } & Span,
) => call<BacktestAnswer>(`${parkPath(park)}/alert-rules/backtest`, { method: 'POST', body });

export const loadRoster = (park: string, signal?: AbortSignal) =>
  call<DutyRosterAnswer>(`${parkPath(park)}/duty-roster`, ended(signal));

export const putRoster = (park: string, body: { revision: number; shifts: readonly DutyShift[] }) =>
  call<DutyRosterAnswer>(`${parkPath(park)}/duty-roster`, { method: 'PUT', body });

export const loadFigures = (park: string, span: Span, signal?: AbortSignal) =>
  call<AlertFigures>(`${parkPath(park)}/alerts/analytics`, { query: { ...span }, ...ended(signal) });

export const loadChannels = (signal?: AbortSignal) =>
  call<Page<ChannelItem>>('/channels', { query: { limit: LARGEST_PAGE }, ...ended(signal) });

export const addChannel = (body: NewChannel) => call<ChannelItem>('/channels', { method: 'POST', body });

export const removeChannel = (id: string) => call<null>(`/channels/${id}`, { method: 'DELETE' });

export const testChannel = (id: string) => call<TestOutcome>(`/channels/${id}/test`, { method: 'POST' });

export const loadOutbound = (signal?: AbortSignal) =>
  call<{ readonly entries: readonly string[] }>('/outbound-allow', ended(signal));

export const putOutbound = (entries: readonly string[]) =>
  call<{ readonly entries: readonly string[] }>('/outbound-allow', { method: 'PUT', body: { entries } });

export const loadDeadMan = (signal?: AbortSignal) => call<DeadManAnswer>('/dead-man', ended(signal));

export const putDeadMan = (body: { url: string | null; everySeconds: number }) =>
  call<DeadManAnswer>('/dead-man', { method: 'PUT', body });
