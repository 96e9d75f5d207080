import type { Instant } from './facts.js';
import { type FormulaResult, toFormedValue } from './formedValue.js';
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
  const changes = tallyChanges(segment, context, stretch, { form, source });
  const count = new MemberCount(source, [...context.facts.register.idsOf(source.entity)]);
  const step = (at: Instant, trigger: SignalStep['trigger']): SignalStep => {
    const value = toPlainValue(toFormedValue(count.result(), boundOf(segment.definition.measure)));
    return { at, value, trigger, decidedBy: null };
  };
  count.begin(stretch.from, changes);
  yield step(stretch.from, stretch.trigger);
  for (const own of groupByInstant(changes)) {
    const at = own[0]?.at ?? stretch.from;
    for (const { member } of own) count.judgeAnew(member, at);
    yield step(at, own.some(({ isRegister }) => isRegister) ? 'registry' : 'data');
  }
}

function groupByInstant(changes: readonly TallyChange[]): readonly (readonly TallyChange[])[] {
  const groups: TallyChange[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last?.[0]?.at === change.at) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** The members of a measure and what they add; those that never change in a stretch are only summed. */
class MemberCount {
  private readonly tally: Tally;

  constructor(
    private readonly source: TallySource,
    private readonly members: readonly string[],
  ) {
    this.tally = new Tally(source.lanes);
  }

  begin(at: Instant, changes: readonly TallyChange[]): void {
    const changing = new Set(changes.map(({ member }) => member));
    for (const member of this.members) {
      const contributions = this.source.contributions(member, at);
      if (changing.has(null) || changing.has(member)) this.tally.set(member, contributions);
      else this.tally.addFixed(contributions);
    }
  }

  judgeAnew(member: string | null, at: Instant): void {
    for (const each of member === null ? this.members : [member]) {
      this.tally.set(each, this.source.contributions(each, at));
    }
  }

  result(): FormulaResult {
    return this.tally.result();
  }
}

function tallyChanges(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
  { form, source }: { readonly form: TallyForm; readonly source: TallySource },
): readonly TallyChange[] {
  const changes: TallyChange[] = [];
  const note: Note = (at, member, isRegister = false) => {
    if (at > stretch.from && at < stretch.to) changes.push({ at, member, isRegister });
  };
  const isMomentary = closingUnit(segment.definition) === null;
  for (const at of closesWithin(segment, context, stretch)) note(at, null);
  if (isMomentary && source.followsRegister) noteRegister(context, stretch, source, note);
  if (isMomentary && form.kind === 'members') noteSeen(segment, context, stretch, { form, note });
  if (form.kind !== 'members' && (isMomentary || form.kind !== 'fields'))
    noteContacts(context, stretch, source, note);
  return changes.sort((a, b) => a.at - b.at);
}

function noteContacts(
  { facts }: SignalContext,
  { from, to }: FreshStretch,
  { submissions }: TallySource,
  note: Note,
): void {
  for (const kind of submissions)
    facts.submissionsOf(kind).eachContact(from, to, (member, at) => note(at, member));
}

type Note = (at: Instant, member: string | null, isRegister?: boolean) => void;

function noteRegister(
  { facts }: SignalContext,
  stretch: FreshStretch,
  { entity, alsoFollows }: TallySource,
  note: Note,
): void {
  for (const { at, id } of facts.register.changesIn(entity, stretch)) note(at, id, true);
  // Which enterprises owe major-hazard fields follows from their devices.
  if (alsoFollows === null) return;
  for (const { at, id } of facts.register.changesIn(alsoFollows, stretch)) {
    const touched = [at - 1, at].map(
      (moment) => facts.register.entryAt('device', id, moment)?.enterprise ?? null,
    );
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
