import {
  type Code,
  type DecodedEvent,
  EVENT_CODES,
  type EventCode,
  decodeEvent,
  topicRole,
} from '@parkpulse/contracts';
import { type Actor, actorName } from '../identity/actor.js';
import type { Clock, DeadLetterRecord, EventLog, IdentityStore, ReadModel, Settings } from '../ports.js';
import { type EventDialect, toRecord } from './acceptEvents.js';

export interface ReplayPorts {
  readonly log: EventLog;
  readonly read: Pick<ReadModel, 'park' | 'deadLettersById'>;
  readonly settings: Pick<Settings, 'markReplayed'>;
  readonly identity: Pick<IdentityStore, 'audit'>;
  readonly clock: Clock;
}

export interface ReplayReport {
  readonly replayed: number;
  readonly failed: readonly { readonly id: string; readonly code: Code }[];
}

/** What no mending makes right: the event named another park than its sender may, or its id is taken by other content. */
const FINAL: ReadonlySet<string> = new Set<EventCode>(['PARK_MISMATCH', 'SOURCE_FORBIDDEN', 'ID_CONFLICT']);

/**
 * Sends dead letters through the log again, whose cause has been mended (a park made, a measure added). Each is read
 * anew first; one that is still bad stays where it is, with its present code.
 */
export async function replayDeadLetters(
  ports: ReplayPorts,
  dialect: EventDialect,
  actor: Actor,
  ids: readonly string[],
): Promise<ReplayReport> {
  const letters = new Map((await ports.read.deadLettersById(ids)).map((letter) => [letter.id, letter]));
  const failed: { id: string; code: Code }[] = [];
  const sent: string[] = [];
  for (const id of new Set(ids)) {
    const code = await replayOne(ports, dialect, letters.get(id));
    if (code === null) sent.push(id);
    else failed.push({ id, code });
  }
  const now = ports.clock.now();
  if (sent.length > 0) await ports.settings.markReplayed(sent, now);
  const detail = { replayed: sent, failed: failed.length };
  await ports.identity.audit({
    at: now,
    actor: actorName(actor),
    action: 'deadLetter.replayed',
    park: null,
    detail,
  });
  return { replayed: sent.length, failed };
}

async function replayOne(
  ports: ReplayPorts,
  dialect: EventDialect,
  letter: DeadLetterRecord | undefined,
): Promise<Code | null> {
  if (letter === undefined) return 'NOT_FOUND';
  if (FINAL.has(letter.code)) return toEventCode(letter.code);
  if (letter.payload === null) return 'EMPTY_VALUE';
  if (letter.isTruncated) return 'TOO_LARGE';
  const decoded = decodeEvent(
    { bytes: letter.payload, key: null, topic: null },
    { ...dialect, now: ports.clock.now() },
  );
  if (decoded.kind === 'rejected') return decoded.code;
  if ((await ports.read.park(decoded.park)) === null) return 'UNKNOWN_PARK';
  await append(ports.log, dialect, decoded, letter);
  return null;
}

async function append(
  log: EventLog,
  { topics }: EventDialect,
  event: DecodedEvent,
  letter: DeadLetterRecord,
): Promise<void> {
  const record = toRecord(
    event,
    letter.payload ?? new Uint8Array(),
    letter.request ?? `dead-letter-${letter.id}`,
  );
  await log.append(topics[topicRole(event.type)], [record]);
}

function toEventCode(code: string): Code {
  return Object.hasOwn(EVENT_CODES, code) ? (code as EventCode) : 'INTERNAL';
}
