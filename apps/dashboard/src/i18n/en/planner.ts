import type { planner as zh } from '../zh/planner.js';

export const planner: typeof zh = {
  planner: {
    against: '{delta} against now',
  },
};
