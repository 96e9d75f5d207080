import { describe, expect, it } from 'vitest';
import { Standings } from './standings.js';

const standing = (revision: number, park = 'p1') => ({
  park,
  revision,
  knownFrom: 10 * revision,
  assessedTo: 10 * revision + 1,
  levels: [],
  score: null,
});
const mark = (revision: number, over: object = {}) => ({
  revision,
  knownFrom: 10 * revision,
  assessedTo: 10 * revision + 1,
  ...over,
});

describe('standings', () => {
  it('are found by park, revision and the points in both times, until they are told', () => {
    const standings = new Standings();
    for (const each of [standing(1), standing(2), standing(3), standing(2, 'p2')]) standings.keep(each);
    expect(standings.at('p1', mark(2))).toEqual(standing(2));
    expect(standings.at('p1', mark(2, { knownFrom: 21 }))).toBeNull();
    expect(standings.at('p1', mark(2, { assessedTo: 20 }))).toBeNull();
    expect(standings.at('p3', mark(2))).toBeNull();
    standings.drop('p1', 2);
    expect([1, 2, 3].map((revision) => standings.at('p1', mark(revision))?.revision)).toEqual([
      undefined,
      undefined,
      3,
    ]);
    expect(standings.at('p2', mark(2))?.park).toBe('p2');
    standings.clear();
    expect(standings.at('p2', mark(2))).toBeNull();
  });

  it('are at most fifty of a park, the newest', () => {
    const standings = new Standings();
    for (let revision = 1; revision <= 80; revision += 1) standings.keep(standing(revision));
    expect(standings.at('p1', mark(30))).toBeNull();
    expect(standings.at('p1', mark(31))?.revision).toBe(31);
  });
});
