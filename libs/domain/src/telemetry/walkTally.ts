import type { Instant } from './facts.js';
import { toFormedValue } from './formedValue.js';
import { closingUnit } from './judgedSpan.js';
import { boundOf } from './measureForms.js';
import { eachSeenChange } from './seenChanges.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { Tally } from './tally.js';
import { type TallyForm, type TallySource, tallySourceOf } from './tallySources.js';
import { closesWithin } from './walkPeriods.js';
import { toPlainValue } from './walkWindow.js';

/** Someone must be judged anew at an instant; `member` null: everyone. */
interface TallyChange {
  readonly at: Instant;
  readonly member: string | null;
  readonly isRegister: boolean;
}

/** Walks a measure counted member by member: it changes exactly at their events and expiries, at closes and with the register. */
export function* walkTally(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
  form: TallyForm,
): Generator<SignalStep> {
  const source = tallySourceOf(segment, context, form);
  const bound = boundOf(segment.definition.measure);
  const tally = new Tally(source.lanes);
  const judge = (member: string, at: Instant): void => tally.set(member, source.contributions(member, at));
  const judgeAll = (at: Instant): void => {
    for (const member of context.facts.register.idsOf(source.entity)) judge(member, at);
  };
  const step = (at: Instant, trigger: SignalStep['trigger']): SignalStep => {
    return { at, value: toPlainValue(toFormedValue(tally.result(), bound)), trigger, decidedBy: null };
  };
  judgeAll(stretch.from);
  yield step(stretch.from, stretch.trigger);
  const changes = tallyChanges(segment, context, stretch, { form, source });
  for (let index = 0; index < changes.length; ) {
    const at = changes[index]?.at ?? 0;
    let isRegister = false;
    for (; changes[index]?.at === at; index += 1) {
      const change = changes[index];
      if (change?.isRegister === true) isRegister = true;
      if (change?.member == null) judgeAll(at);
      else judge(change.member, at);
    }
    yield step(at, isRegister ? 'registry' : 'data');
  }
}

function tallyChanges(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
  { form, source }: { readonly form: TallyForm; readonly source: TallySource },
): readonly TallyChange[] {
  const changes: TallyChange[] = [];
  const note = (at: Instant, member: string | null, isRegister = false): void => {
    if (at > stretch.from && at < stretch.to) changes.push({ at, member, isRegister });
  };
  for (const at of closesWithin(segment, context, stretch)) note(at, null);
  const isMomentary = closingUnit(segment.definition) === null;
  if (isMomentary && source.followsRegister) noteRegister(context, stretch, source, note);
  if (form.kind === 'members') {
    if (isMomentary) noteSeen(segment, context, stretch, { form, note });
  } else if (isMomentary || form.kind !== 'fields') {
    for (const kind of source.submissions) {
      context.facts.submissionsOf(kind).eachContact(stretch.from, stretch.to, (member, at) => note(at, member));
    }
  }
  return changes.sort((a, b) => a.at - b.at);
}

type Note = (at: Instant, member: string | null, isRegister?: boolean) => void;

function noteRegister({ facts }: SignalContext, stretch: FreshStretch, { entity, lanes }: TallySource, note: Note): void {
  for (const { at, id } of facts.register.changesIn(entity, stretch)) note(at, id, true);
  // Which enterprises owe major-hazard fields follows from their devices.
  if (entity !== 'enterprise' || lanes !== 1) return;
  for (const { at, id } of facts.register.changesIn('device', stretch)) {
    const touched = [at - 1, at].map((moment) => facts.register.entryAt('device', id, moment)?.enterprise ?? null);
    for (const enterprise of new Set(touched)) if (enterprise !== null) note(at, enterprise, true);
  }
}

function noteSeen(
  { definition }: SignalSegment,
  { facts }: SignalContext,
  stretch: FreshStretch,
  { form, note }: { readonly form: Extract<TallyForm, { kind: 'members' }>; readonly note: Note },
): void {
  const { seenWithinSeconds } = definition;
  const within = seenWithinSeconds === null ? Number.POSITIVE_INFINITY : seenWithinSeconds * 1000;
  if (form.of === 'devices') {
    for (const id of facts.register.idsOf('device')) {
      facts.trackOf(id)?.eachSeen(stretch, within, (from, to) => {
        note(from, id);
        note(to, id);
      });
    }
  } else if (form.of === 'enterprises') {
    const book = facts.submissionsOf(form.submission);
    for (const id of book.enterprises()) {
      const seen = {
        newest: book.contactAtOrBefore(id, stretch.from),
        events: book.contactsWithin(id, stretch.from, stretch.to),
      };
      eachSeenChange(stretch, within, seen, (at) => note(at, id));
    }
  }
}
