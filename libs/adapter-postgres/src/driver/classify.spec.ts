import { describe, expect, it } from 'vitest';
import { type Fault, classify } from './classify.js';

describe('a fault', () => {
  it.each<[string, Fault]>([
    ['22021', 'data'],
    ['22P02', 'data'],
    ['23505', 'data'],
    ['23514', 'data'],
    ['54000', 'data'],
    ['40001', 'conflict'],
    ['40P01', 'conflict'],
    ['08006', 'broken'],
    ['53100', 'broken'],
    ['53300', 'broken'],
    ['55P03', 'broken'],
    ['57014', 'broken'],
    ['57P01', 'broken'],
    ['58030', 'broken'],
    ['25006', 'broken'],
    ['42P01', 'unknown'],
    ['ECONNREFUSED', 'broken'],
    ['EPIPE', 'broken'],
  ])('with the code %s is one of: %s', (code, fault) => {
    expect(classify(Object.assign(new Error('x'), { code }))).toBe(fault);
  });

  it.each<[unknown, Fault]>([
    [new Error('Query read timeout'), 'broken'],
    [new Error('Connection terminated unexpectedly'), 'broken'],
    [new Error('timeout exceeded when trying to connect'), 'broken'],
    [new TypeError('a bug of ours'), 'unknown'],
    ['text', 'unknown'],
    [null, 'unknown'],
  ])('without a code is told by its words: %s', (error, fault) => {
    expect(classify(error)).toBe(fault);
  });
});
