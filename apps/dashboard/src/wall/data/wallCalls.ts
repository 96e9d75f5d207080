import type {
  Alert,
  OwnWall,
  Page,
  Places,
  Wall,
  WallClaim,
  WallPairing,
  WallPatch,
  WallReport,
} from '@parkpulse/contracts';
import { call } from '../../api/http.js';

const LARGEST_PAGE = 1000;
const parkPath = (park: string): string => `/parks/${encodeURIComponent(park)}`;
const wallPath = (park: string, id: string): string => `${parkPath(park)}/walls/${encodeURIComponent(id)}`;

/** What a wall calls for itself. */
export const ownCalls = {
  begin: () => call<WallPairing>('/wall/pairings', { method: 'POST' }),
  claim: (secret: string) => call<WallClaim>('/wall/pairings/claim', { method: 'POST', body: { secret } }),
  self: (signal?: AbortSignal) => call<OwnWall>('/wall', { ...(signal && { signal }) }),
  report: (report: WallReport) => call<null>('/wall/report', { method: 'POST', body: report }),
};

/** What the desk calls. */
export const deskCalls = {
  walls: (park: string, signal?: AbortSignal) =>
    call<Page<Wall>>(`${parkPath(park)}/walls`, { query: { limit: LARGEST_PAGE }, ...(signal && { signal }) }),
  approve: (park: string, code: string, name: string) =>
    call<Wall>(`${parkPath(park)}/walls`, { method: 'POST', body: { code, name } }),
  change: (park: string, id: string, patch: WallPatch) =>
    call<Wall>(wallPath(park, id), { method: 'PATCH', body: patch }),
  remove: (park: string, id: string) => call<null>(wallPath(park, id), { method: 'DELETE' }),
  acknowledge: (alert: string) =>
    call<unknown>(`/alerts/${encodeURIComponent(alert)}/ack`, { method: 'POST', body: {} }),
};

export const loadPlaces = (park: string, signal?: AbortSignal) =>
  call<Places>(`${parkPath(park)}/places`, { ...(signal && { signal }) });

export const loadOpenAlerts = (park: string, signal?: AbortSignal) =>
  call<Page<Alert>>(`${parkPath(park)}/alerts`, {
    query: { state: 'firing', limit: LARGEST_PAGE },
    ...(signal && { signal }),
  });
