import type { history as zh } from '../zh/history.js';

export const history: typeof zh = {
  moved: {
    title: 'What moved',
    hint: 'The difference of the score (stable candidate) between two moments; the terms sum to it exactly.',
    '8h': '8 hours',
    '24h': '24 hours',
    '7d': '7 days',
    '30d': '30 days',
    '90d': '90 days',
    from: 'From',
    to: 'To',
    apply: 'Compare',
    startZ: 'Score at start',
    endZ: 'Score at end',
    difference: 'Difference',
    gained: 'Gained in all',
    lost: 'Lost in all',
    change: 'Level',
    cause: 'Cause',
    points: 'Points',
    drawing: 'Drawing',
    nothing: 'The score did not move',
    nothingHint: 'No indicator changed its level between the two moments.',
    inexact: 'The terms do not sum to the difference: please report this.',
  },
};
