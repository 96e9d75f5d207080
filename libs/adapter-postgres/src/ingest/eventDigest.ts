import { hash } from 'node:crypto';
import type { FactSpan, StorableEvent } from '@parkpulse/application';
import type { FactNames } from '@parkpulse/contracts';
import { type Fact, type Instant } from '@parkpulse/domain';

const DIGEST_BYTES = 16;
const STATES = ['online', 'offline', 'fault', 'maintenance'] as const;

/**
 * Names an event for ever: half of the SHA-256 of its park, source and id. The park is part of the name so that no park
 * can take an id away from another. 16 bytes, as characters of latin1.
 */
export function eventDigest({ park, source, id }: Pick<StorableEvent, 'park' | 'source' | 'id'>): string {
  return half(`${park} ${source.length} ${source}${id}`);
}

/**
 * Names what an event says, however its bytes were laid out: the park, time, sequence and facts, without where and when
 * they were received. Its form must never change: a resend after an update of ours would look like a conflict. 16 bytes,
 * as characters of latin1.
 */
export function contentDigest({ park, time, sequence, facts }: StorableEvent): string {
  return half([park, time, sequence, ...facts.map(factText)].join('\u001e'));
}

/** The same of an event whose facts are rows. */
export function contentDigestOfRows({ park, time, sequence }: StorableEvent, span: FactSpan): string {
  const { columns, from, to } = span;
  const heads = headsOf(columns.names);
  let text = `${park}\u001e${time}\u001e${sequence}`;
  for (let row = from; row < to; row += 1) {
    const name = columns.name[row] ?? 0;
    const traits = columns.traits[row] ?? 0;
    const at = instantText(columns.at[row] ?? 0);
    if (columns.names.kinds[name] === 'state') {
      text += `\u001e${heads[name]}${at}\u001f${STATES[traits >> 1]}`;
      continue;
    }
    const missing = columns.missing.size === 0 ? undefined : columns.missing.get(row);
    const members = missing === undefined ? '' : JSON.stringify(missing);
    const [numerator, denominator] = [columns.numeratorTextAt(row), columns.denominatorTextAt(row)];
    text += `\u001e${heads[name]}${at}\u001f${numerator}\u001f${denominator}\u001f${(traits & 1) === 1}\u001f${members}`;
  }
  return half(text);
}

/** A digest as PostgreSQL writes a uuid, without its dashes. */
export function digestHex(digest: string): string {
  return Buffer.from(digest, 'latin1').toString('hex');
}

/** A uuid as PostgreSQL writes it, as a digest. */
export function digestOfUuid(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('latin1');
}

const heads = new WeakMap<FactNames, string[]>();

/** How the text of a fact begins, by the number of its name. */
function headsOf(names: FactNames): readonly string[] {
  let held = heads.get(names);
  if (held === undefined) heads.set(names, (held = []));
  for (let name = held.length; name < names.count; name += 1) {
    const [group, subject] = [names.groups[name] ?? '', names.subjects[name] ?? ''];
    const isState = names.kinds[name] === 'state';
    held.push(
      isState ? `s\u001f${subject}\u001f` : `r\u001f${group}\u001f${subject === '' ? null : subject}\u001f`,
    );
  }
  return held;
}

const SLOTS = 1 << 10;
const instants = new Float64Array(SLOTS);
const instantTexts = new Array<string>(SLOTS).fill('0');

// Many facts of a batch speak about the same moments, and large numbers are slow to write.
function instantText(at: Instant): string {
  const slot = Math.floor(at / 1000) & (SLOTS - 1);
  if (instants[slot] !== at) {
    instants[slot] = at;
    instantTexts[slot] = String(at);
  }
  return instantTexts[slot] ?? '';
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
  return hash('sha256', text, 'binary').slice(0, DIGEST_BYTES);
}
