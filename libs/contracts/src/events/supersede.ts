import { type Fact, momentOf } from '@parkpulse/domain';

/** Leaves one fact per series and moment: of several in one event the later item is in force. */
export function keepLatest(facts: readonly Fact[]): readonly Fact[] {
  if (facts.length < 2) return facts;
  const latest = new Map<string, Fact>();
  for (const fact of facts) {
    const key = JSON.stringify([seriesOf(fact), momentOf(fact)]);
    latest.delete(key);
    latest.set(key, fact);
  }
  return latest.size === facts.length ? facts : [...latest.values()];
}

/** Names the series of a fact; a submission's period is part of it, its filing time is not its moment. */
function seriesOf(fact: Fact): readonly (string | null)[] {
  switch (fact.kind) {
    case 'reading':
      return [fact.measure, fact.enterprise];
    case 'state':
    case 'transmission':
      return [fact.device];
    case 'submission':
      return [fact.enterprise, fact.submission, fact.period];
    case 'registry':
      return [fact.entity, fact.id];
  }
}
