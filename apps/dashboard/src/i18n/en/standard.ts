import type { standard as zh } from '../zh/standard.js';

export const standard: typeof zh = {
  standard: {
    title: 'Guidelines for the evaluation of chemical parks',
    subtitle: '6 primary, 17 secondary, 46 tertiary indicators; clauses in our own words, rulings {rules}',
    views: 'Content',
    indicators: 'Indicators',
    grades: 'Grades and gate',
    rulings: 'Rulings',
    measures: 'Measures',
    tree: 'Indicator system',
    search: 'Find',
    meta: 'Worth {max} = {secondary} × weight {weight} · Table {table}',
    tryMeasures: 'Try it: values',
    tryHint: 'A percentage, "83/100" or a number; empty is unknown',
    tryUpTo: 'Capability clauses met up to',
    none: 'Unknown',
    noClauses: 'No clause at this level',
    supposedScore: 'Score Z as supposed',
    tryNote:
      "The same engine as the server's runs in this browser and touches no park. What you suppose is in the address: share it as it is.",
    clear: 'Clear',
    id: 'Id',
    reading: 'Reading',
    certainty: 'Certainty',
    usedBy: 'Applies to',
    measure: 'Measure',
    counts: 'Numerator and denominator',
    basis: 'Basis',
    feeds: 'Feeds',
  },
};
