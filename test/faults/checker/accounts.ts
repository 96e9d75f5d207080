import type { LedgerLine } from '../producer/main.js';
import { type HeldRecord, type RecordPlace, placeOf } from './readLog.js';
import type { DeadLetter, StoredEvent, StoredOffset } from './readDatabase.js';
import type { CheckerTask } from './task.js';

/** Whether a row of the matrix has deleted what was there. */
export function isDeleted(
  { deletedBelow = {} }: CheckerTask,
  { topic, partition, offset }: RecordPlace,
): boolean {
  return offset < (deletedBelow[`${topic}/${partition}`] ?? 0);
}

/** Not the product's to keep, but a broker that lost what it acknowledged would make every other verdict worthless. */
export function eachAcknowledgedIsThere(
  ledger: readonly LedgerLine[],
  records: readonly HeldRecord[],
  task: CheckerTask,
): readonly string[] {
  const held = new Map(records.map((record) => [placeOf(record), record.id]));
  const lost = ledger.filter((line) => !isDeleted(task, line) && held.get(placeOf(line)) !== line.id);
  return lost.length === 0
    ? []
    : [`broker: ${lost.length} acknowledged records are not in the log, such as ${placeOf(lost[0]!)}`];
}

/** I2: each offset is accounted for by exactly one of a stored event, a known duplicate, a dead letter. */
export function eachOffsetOnce(
  ledger: readonly LedgerLine[],
  records: readonly HeldRecord[],
  held: { readonly events: readonly StoredEvent[]; readonly letters: readonly DeadLetter[] },
): readonly string[] {
  const expected = new Map(ledger.map(({ id, kind, code }) => [id, { isPoison: kind === 'poison', code }]));
  const storedAt = new Map(held.events.map((event) => [placeOf(event), event.id]));
  const storedIds = new Set(held.events.map(({ id }) => id));
  const lettersAt = new Map<string, DeadLetter[]>();
  for (const letter of held.letters)
    lettersAt.set(placeOf(letter), [...(lettersAt.get(placeOf(letter)) ?? []), letter]);
  const faults: string[] = [];
  for (const record of records) {
    const place = placeOf(record);
    const wanted = expected.get(record.id);
    const letters = lettersAt.get(place) ?? [];
    const isStored = storedAt.get(place) === record.id;
    if (wanted === undefined) faults.push(`I2: ${place} is in the log and nobody's: ${record.id}`);
    else if (wanted.isPoison) {
      if (letters.length !== 1)
        faults.push(`I2: poison at ${place} (${wanted.code}) has ${letters.length} dead letters`);
      else if (letters[0]!.code !== wanted.code)
        faults.push(`I2: poison at ${place} is ${letters[0]!.code}, not ${wanted.code}`);
    } else {
      if (letters.length > 0)
        faults.push(`I2: the good record at ${place} became a dead letter: ${letters[0]!.code}`);
      if (!isStored && !storedIds.has(record.id)) faults.push(`I1: lost: ${record.id} at ${place}`);
    }
    lettersAt.delete(place);
  }
  for (const [place, letters] of lettersAt)
    faults.push(`I2: a dead letter (${letters[0]!.code}) for ${place}, where nothing is`);
  return faults;
}

/** I1: each event is stored once, with all its facts, at a place that holds it. */
export function eachEventOnce(
  task: CheckerTask,
  ledger: readonly LedgerLine[],
  records: readonly HeldRecord[],
  events: readonly StoredEvent[],
): readonly string[] {
  const facts = new Map(
    ledger.filter(({ kind }) => kind !== 'poison').map(({ id, facts: count }) => [id, count]),
  );
  const inLog = new Map(records.map((record) => [placeOf(record), record.id]));
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const event of events) {
    if (seen.has(event.id)) faults.push(`I1: doubled: ${event.id}`);
    seen.add(event.id);
    if (event.facts !== facts.get(event.id))
      faults.push(`I1: ${event.id} has ${event.facts} facts, not ${facts.get(event.id) ?? 'any'}`);
    const found = inLog.get(placeOf(event)) ?? 'nothing';
    if (!isDeleted(task, event) && found !== event.id)
      faults.push(`I1: ${event.id} is said to be from ${placeOf(event)}, where ${found} is`);
  }
  return faults;
}

/** Records that hold an event which is stored from another place. */
export function countDuplicates(records: readonly HeldRecord[], events: readonly StoredEvent[]): number {
  const places = new Map(events.map((event) => [event.id, placeOf(event)]));
  return records.filter((record) => places.has(record.id) && places.get(record.id) !== placeOf(record))
    .length;
}

/** I2: the product says of itself that it stands at the end of each partition. */
export function offsetsAtEnd(
  ends: ReadonlyMap<string, { readonly high: number }>,
  offsets: readonly StoredOffset[],
): readonly string[] {
  const stands = new Map(offsets.map(({ topic, partition, next }) => [`${topic}/${partition}`, next]));
  return [...ends]
    .filter(([name, { high }]) => high > 0 && stands.get(name) !== high)
    .map(
      ([name, { high }]) => `I2: ${name} stands at ${stands.get(name) ?? 'nothing'}, not at its end ${high}`,
    );
}
