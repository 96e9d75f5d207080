import type { IngestAnswer, RegisterItem, RegistryPreview } from '@parkpulse/contracts';
import { call, type Call } from './http.js';
import type {
  Annotation,
  Assessment,
  Comparison,
  Attestation,
  DeadLetter,
  MeasureDefinitionAnswer,
  Explanation,
  Feeds,
  IndicatorDetail,
  Interval,
  Series,
  MeasureValueAnswer,
  NewAttestation,
  NodeId,
  Page,
  Park,
  ProvenanceItem,
  Session,
  Target,
  TargetRequest,
  Transition,
  Trend,
  Trends,
} from './types.js';

/** A moment, and as known when; null = now. */
export interface Moment {
  readonly at: string | null;
  readonly knownAt: string | null;
}

export interface Span {
  readonly from: string;
  readonly to: string;
}

const LARGEST_PAGE = 1000;
const MOST_PAGES = 20;

/** Follows the pages of a list to its end, or until there is enough. */
async function allPages<Item>(
  path: string,
  query: Call['query'],
  signal?: AbortSignal,
  isEnough: (items: readonly Item[]) => boolean = () => false,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const page: Page<Item> = await call<Page<Item>>(path, {
      query: { limit: LARGEST_PAGE, ...query, cursor },
      ...(signal && { signal }),
    });
    items.push(...page.items);
    cursor = page.next;
    if (cursor === null || isEnough(items)) break;
  }
  return items;
}

const park = (id: string): string => `/parks/${encodeURIComponent(id)}`;

export const session = {
  get: (signal?: AbortSignal) => call<Session>('/session', { ...(signal && { signal }) }),
  signIn: (username: string, password: string) =>
    call<Session>('/session', { method: 'POST', body: { username, password } }),
  signOut: () => call<null>('/session', { method: 'DELETE' }),
};

export const loadParks = () => call<Page<Park>>('/parks', { query: { limit: LARGEST_PAGE } });

export const addPark = (body: { id: string; name: string; timeZone?: string }) =>
  call<Park>('/parks', { method: 'POST', body });

export const loadAssessment = (id: string, { at, knownAt }: Moment, signal?: AbortSignal) =>
  call<Assessment>(`${park(id)}/assessment`, { query: { at, knownAt }, ...(signal && { signal }) });

export const loadIndicator = (id: string, indicator: string, { at, knownAt }: Moment, signal?: AbortSignal) =>
  call<IndicatorDetail>(`${park(id)}/indicators/${indicator}`, {
    query: { at, knownAt },
    ...(signal && { signal }),
  });

/** All indicators clause by clause, of one snapshot. */
export const loadIndicators = async (
  id: string,
  { at, knownAt }: Moment,
  signal?: AbortSignal,
): Promise<readonly IndicatorDetail[]> => {
  const query = { at, knownAt };
  return (await call<Page<IndicatorDetail>>(`${park(id)}/indicators`, { query, ...(signal && { signal }) }))
    .items;
};

export const loadTrend = (
  id: string,
  query: Span & { interval: Interval; node: NodeId },
  signal?: AbortSignal,
) => call<Trend>(`${park(id)}/trend`, { query: { ...query }, ...(signal && { signal }) });

/** Trends of many nodes in one answer, in the order asked for. */
export const loadTrends = async (
  id: string,
  { nodes, ...query }: Span & { interval: Interval; nodes: readonly NodeId[] },
  signal?: AbortSignal,
): Promise<readonly Trend[]> => {
  const asked = { query: { ...query, nodes: nodes.join(',') }, ...(signal && { signal }) };
  const { revision, time, nodes: columns } = await call<Trends>(`${park(id)}/trends`, asked);
  return nodes.flatMap((node) => {
    const own = columns[node];
    return own === undefined ? [] : [{ node, revision, time, ...own }];
  });
};

type WhichTransitions = Partial<Pick<Transition, 'indicator' | 'level' | 'series'>>;

/** What most screens list: changes of stable candidate levels. */
export const MOVES = { level: 'candidate', series: 'stable' } as const satisfies WhichTransitions;

/** Every level change of a span that is asked for, the oldest first. */
export const loadTransitions = (id: string, query: Span & WhichTransitions, signal?: AbortSignal) =>
  allPages<Transition>(`${park(id)}/transitions`, { ...query }, signal);

/** The newest `count` changes of stable candidate levels within a span, the newest first; the rest is not asked for. */
export async function loadNewestTransitions(
  id: string,
  { count, ...span }: Span & { readonly count: number },
  signal?: AbortSignal,
): Promise<readonly Transition[]> {
  const all = await allPages<Transition>(
    `${park(id)}/transitions`,
    { ...span, ...MOVES, order: 'desc', limit: Math.min(count, LARGEST_PAGE) },
    signal,
    (items) => items.length >= count,
  );
  return all.slice(0, count);
}

/** What besides values may have moved a score within a span. */
export const loadAnnotations = (id: string, span: Span, signal?: AbortSignal) =>
  allPages<Annotation>(`${park(id)}/annotations`, { ...span }, signal);

/** All parks one may see, as they stand. */
export const loadComparison = (signal?: AbortSignal) =>
  call<Comparison>('/comparison', { ...(signal && { signal }) });

export const loadTargets = (id: string, signal?: AbortSignal) =>
  allPages<Target>(`${park(id)}/targets`, {}, signal);

export const putTarget = (id: string, indicator: string, body: TargetRequest) =>
  call<Target>(`${park(id)}/targets/${indicator}`, { method: 'PUT', body });

export const dropTarget = (id: string, indicator: string) =>
  call<null>(`${park(id)}/targets/${indicator}`, { method: 'DELETE' });

export const loadExplanation = (id: string, span: Span, signal?: AbortSignal) =>
  call<Explanation>(`${park(id)}/explain`, { query: { ...span }, ...(signal && { signal }) });

export const loadSeries = (
  id: string,
  measure: string,
  query: Span & { interval?: Interval },
  signal?: AbortSignal,
) =>
  call<Series>(`${park(id)}/measures/${measure}/series`, { query: { ...query }, ...(signal && { signal }) });

/** All measures of the standard at one moment. */
export const loadMeasures = async (
  id: string,
  { at, knownAt }: Moment,
  signal?: AbortSignal,
): Promise<readonly MeasureValueAnswer[]> => {
  const query = { at, knownAt };
  return (await call<Page<MeasureValueAnswer>>(`${park(id)}/measures`, { query, ...(signal && { signal }) }))
    .items;
};

export const loadValue = (id: string, measure: string, { at, knownAt }: Moment, signal?: AbortSignal) =>
  call<MeasureValueAnswer>(`${park(id)}/measures/${measure}/value`, {
    query: { at, knownAt },
    ...(signal && { signal }),
  });

export const loadDefinition = (
  id: string,
  measure: string,
  query: { at?: string | null; version?: number },
  signal?: AbortSignal,
) =>
  call<MeasureDefinitionAnswer>(`${park(id)}/definitions/${measure}`, {
    query: { ...query },
    ...(signal && { signal }),
  });

export const putDefinition = (id: string, measure: string, body: Partial<MeasureDefinitionAnswer>) =>
  call<MeasureDefinitionAnswer>(`${park(id)}/definitions/${measure}`, { method: 'PUT', body });

/** Attestations of one indicator or of all, the newest first. */
export const loadAttestations = (id: string, signal?: AbortSignal, indicator?: string) =>
  allPages<Attestation>(`${park(id)}/attestations`, { indicator }, signal);

export const attest = (id: string, body: NewAttestation) =>
  call<Attestation>(`${park(id)}/attestations`, { method: 'POST', body });

export const loadFeeds = (id: string, signal?: AbortSignal) =>
  call<Feeds>(`${park(id)}/feeds`, { ...(signal && { signal }) });

export async function loadProvenance(
  id: string,
  signal?: AbortSignal,
): Promise<{ readonly items: readonly ProvenanceItem[] }> {
  const { items } = await call<{ readonly items: readonly Partial<ProvenanceItem>[] }>(
    `${park(id)}/provenance`,
    { ...(signal && { signal }) },
  );
  return {
    items: items.filter(
      (item): item is ProvenanceItem => item.measure !== undefined && item.origin !== undefined,
    ),
  };
}

export const loadDeadLetters = (
  query: { park?: string; cursor?: string | null; limit?: number },
  signal?: AbortSignal,
) => call<Page<DeadLetter>>('/dead-letters', { query: { ...query }, ...(signal && { signal }) });

export const replayDeadLetters = (ids: readonly string[]) =>
  call<{
    readonly replayed: number;
    readonly failed: readonly { readonly id: string; readonly code: string }[];
  }>('/dead-letters/replay', { method: 'POST', body: { ids } });

/** Everything in force in the register now. */
export const loadRegister = (id: string, signal?: AbortSignal) =>
  allPages<RegisterItem>(`${park(id)}/registry`, {}, signal);

/** What register entries would do to the levels; nothing is stored. */
export const previewRegister = (id: string, entries: readonly unknown[]) =>
  call<RegistryPreview>(`${park(id)}/registry/preview`, { method: 'POST', body: { entries } });

/** Sends one CloudEvent, as any other system would. */
export const sendEvent = (event: unknown) =>
  call<IngestAnswer>('/events', { method: 'POST', body: event, type: 'application/cloudevents+json' });
