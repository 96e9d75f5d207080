import { hash } from 'node:crypto';
import type { StorableEvent } from '@parkpulse/application';
import type { Fact } from '@parkpulse/domain';

/**
 * Names an event for ever: half of the SHA-256 of its park, source and id. The park is part of the name so that no park
 * can take an id away from another.
 */
export function eventDigest({ park, source, id }: Pick<StorableEvent, 'park' | 'source' | 'id'>): string {
  return half(`${park} ${source.length} ${source}${id}`);
}

/**
 * Names what an event says, however its bytes were laid out: the park, time, sequence and facts, without where and when
 * they were received. Its form must never change: a resend after an update of ours would look like a conflict.
 */
export function contentDigest({ park, time, sequence, facts }: StorableEvent): string {
  return half([park, time, sequence, ...facts.map(factText)].join('\u001e'));
}

function factText(fact: Fact): string {
  return fieldsOf(fact).map(fieldText).join('\u001f');
}

function fieldsOf(fact: Fact): readonly unknown[] {
  switch (fact.kind) {
    case 'reading':
      return ['r', fact.measure, fact.enterprise, fact.at, fact.numerator, fact.denominator, fact.opaque, fact.missing];
    case 'state':
      return ['s', fact.device, fact.at, fact.state];
    case 'transmission':
      return ['t', fact.device, fact.from, fact.to, fact.expected, fact.received, fact.valid, fact.flags];
    case 'submission':
      return ['f', fact.enterprise, fact.submission, fact.period, fact.at, fact.filled, fact.required];
    case 'registry':
      return ['e', fact.entity, fact.id, fact.effectiveFrom, fact.effectiveTo, fact.attributes];
  }
}

function fieldText(field: unknown): string {
  if (typeof field === 'string') return field;
  if (typeof field !== 'object' || field === null) return String(field);
  return JSON.stringify(field, sortedKeys);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function half(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
