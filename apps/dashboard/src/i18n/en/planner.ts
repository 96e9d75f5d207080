import type { planner as zh } from '../zh/planner.js';

export const planner: typeof zh = {
  planner: {
    against: '{delta} against now',
    title: 'Planner',
    hint: 'Start from the park as it stands, change any value or clause, and see it judged by the same engine at once. The park is not touched.',
    changes: '{count} changes',
    name: 'Name of the scenario',
    save: 'Save',
    remove: 'Remove scenario {name}',
    clear: 'Back to the park as it stands',
    unconfirmed:
      'The overview shows the confirmed score, {stable}; the data of this moment give {raw}. The difference is what still waits for confirmation.',
  },
  path: {
    title: 'Cheapest path',
    goal: 'Goal',
    hint: 'The least effort that reaches the grade from what is supposed above. A step is priced by its open clauses; change any price. The result is exact, with its proof.',
    perMeasure: 'Per measure clause (person-days)',
    perCapability: 'Per capability clause (person-days)',
    resetPrices: 'Reset prices',
    reached: 'The goal is reached already',
    outOfReach: 'Out of reach: with every step taken Z would be {best}',
    days: '{days} person-days',
    effort: 'Effort (person-days)',
    price: 'Effort of {id} to {level}',
    exclude: 'Leave out',
    excludeOf: 'Leave {id} out',
    step: 'Order',
    needs: 'Builds on',
    need: 'Platforms must first reach',
    noNeed: 'not considered',
    stands: 'stands already',
    planned: 'part of this path',
    proofSets:
      'Optimal: at least {bound} person-days without prerequisites; with them, of {count} sets of platforms to build first none leads there for less than {effort}.',
    proof:
      'Optimal: it meets the lower bound of {bound} person-days; with {less} or fewer Z reaches at most {best}.',
  },
};
