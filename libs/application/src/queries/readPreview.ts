import { EVENT_TYPES, type MeasureCatalogue, decodeEvent } from '@parkpulse/contracts';
import type { Instant, RegistryFact } from '@parkpulse/domain';
import { type Refused } from './refusal.js';

/** Reads register entries that are thought of by the very decoder that would read them when sent. */
export function readPreview(
  park: string,
  entries: readonly Readonly<Record<string, unknown>>[],
  context: { readonly catalogue: MeasureCatalogue; readonly now: Instant },
): readonly RegistryFact[] | Refused {
  const facts: RegistryFact[] = [];
  for (const [index, data] of entries.entries()) {
    const event = {
      specversion: '1.0',
      id: `preview-${index}`,
      source: '/preview',
      type: EVENT_TYPES.registryEntry,
      subject: park,
      time: new Date(context.now).toISOString(),
      data,
    };
    const decoded = decodeEvent(
      { bytes: new TextEncoder().encode(JSON.stringify(event)), topic: null },
      context,
    );
    if (decoded.kind === 'rejected') {
      const pointer = `/entries/${index}${(decoded.pointer ?? '').replace(/^\/data/, '')}`;
      return { kind: 'refused', code: decoded.code, detail: decoded.detail, pointer };
    }
    facts.push(...decoded.facts.filter((fact): fact is RegistryFact => fact.kind === 'registry'));
  }
  return facts;
}
