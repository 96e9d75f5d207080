import type { RegisterItem } from '@parkpulse/contracts';

export type RegisterKind = RegisterItem['kind'];

/** A field of a register entry as a form edits it. */
export interface EntryField {
  readonly key: string;
  readonly type: 'text' | 'number' | 'flag' | 'choice';
  readonly choices?: readonly string[];
  readonly required?: boolean;
}

/** The fields of each kind of entry (CONTRACT section 2). */
export const ENTRY_FIELDS: Readonly<Record<RegisterKind, readonly EntryField[]>> = {
  enterprise: [
    { key: 'name', type: 'text', required: true },
    {
      key: 'status',
      type: 'choice',
      choices: ['commissioned', 'suspended', 'under_construction'],
      required: true,
    },
    { key: 'key', type: 'flag' },
  ],
  device: [
    { key: 'nominalPeriodSeconds', type: 'number', required: true },
    { key: 'enterprise', type: 'text' },
    { key: 'category', type: 'text' },
    { key: 'requiredByDesign', type: 'flag' },
    { key: 'requiredByIndustry', type: 'flag' },
    { key: 'majorHazard', type: 'flag' },
    { key: 'autoMonitoring', type: 'choice', choices: ['required', 'installed'] },
  ],
  system: [
    { key: 'name', type: 'text', required: true },
    { key: 'onCloud', type: 'flag' },
    { key: 'cloudExempt', type: 'flag' },
  ],
};

/** What somebody has typed into the form: texts, with "true" for a ticked box. */
export interface EntryDraft {
  readonly kind: RegisterKind;
  readonly id: string;
  readonly effectiveFrom: string;
  readonly values: Readonly<Record<string, string>>;
  /** Attributes the form does not show, such as approved stop-use; they are kept as they are. */
  readonly kept: Readonly<Record<string, unknown>>;
}

/** Opens an entry in force for editing from a moment on. */
export function toDraft(item: RegisterItem, effectiveFrom: string): EntryDraft {
  const keys = ENTRY_FIELDS[item.kind].map(({ key }) => key);
  const texts = keys.flatMap((key) => {
    const value = item.attributes[key];
    return value === undefined || value === null ? [] : [[key, textOf(value)] as const];
  });
  const kept = Object.entries(item.attributes).filter(([key]) => !keys.includes(key));
  return {
    kind: item.kind,
    id: item.id,
    effectiveFrom,
    values: Object.fromEntries(texts),
    kept: Object.fromEntries(kept),
  };
}

/** Shows an attribute as text. */
export function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Writes a draft as an entry of a registry event. */
export function toEntry({
  kind,
  id,
  effectiveFrom,
  values,
  kept,
}: EntryDraft): Readonly<Record<string, unknown>> {
  const attributes: Record<string, unknown> = { ...kept };
  for (const { key, type } of ENTRY_FIELDS[kind]) {
    const text = values[key]?.trim() ?? '';
    if (type === 'flag') attributes[key] = text === 'true';
    else if (text !== '') attributes[key] = type === 'number' ? Number(text) : text;
  }
  return { kind, id: id.trim(), effectiveFrom, attributes };
}

/** Wraps an entry as the CloudEvent that any other system would send; `id` must be unique for the source. */
export function toRegistryEvent(
  park: string,
  source: string,
  id: string,
  sent: { readonly time: string; readonly entry: unknown },
) {
  return {
    specversion: '1.0',
    id,
    source,
    type: 'parkpulse.registry.entry.v1',
    subject: park,
    time: sent.time,
    datacontenttype: 'application/json',
    data: sent.entry,
  };
}
