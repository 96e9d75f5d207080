import type { Palette } from '../charts/palette.js';

/** A palette for tests of option builders. */
export const palette: Palette = {
  text: '#111111',
  text2: '#222222',
  text3: '#333333',
  line: '#444444',
  lineStrong: '#555555',
  surface: '#666666',
  raised: '#777777',
  accent: '#888888',
  decal: '#999999',
  assured: '#aaaaaa',
  candidate: '#bbbbbb',
  ceiling: '#cccccc',
  primaries: ['#1', '#2', '#3', '#4', '#5', '#6'],
  family: 'sans-serif',
  rem: 16,
};
