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
  switch (fact.kind) {
    case 'reading': {
      const { measure, enterprise, at, numerator, denominator, opaque, missing } = fact;
      const members = missing.length === 0 ? '' : JSON.stringify(missing);
      return `r\u001f${measure}\u001f${enterprise}\u001f${at}\u001f${numerator}\u001f${denominator}\u001f${opaque}\u001f${members}`;
    }
    case 'state':
      return `s\u001f${fact.device}\u001f${fact.at}\u001f${fact.state}`;
    case 'transmission': {
      const { device, from, to, expected, received, valid, flags } = fact;
      return `t\u001f${device}\u001f${from}\u001f${to}\u001f${expected}\u001f${received}\u001f${valid}\u001f${jsonText(flags)}`;
    }
    case 'submission': {
      const { enterprise, submission, period, at, filled, required } = fact;
      return `f\u001f${enterprise}\u001f${submission}\u001f${period}\u001f${at}\u001f${filled}\u001f${required}`;
    }
    case 'registry': {
      const { entity, id, effectiveFrom, effectiveTo, attributes } = fact;
      return `e\u001f${entity}\u001f${id}\u001f${effectiveFrom}\u001f${effectiveTo}\u001f${jsonText(attributes)}`;
    }
  }
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, sortedKeys);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function half(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
