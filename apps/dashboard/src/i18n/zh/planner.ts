export const planner = {
  planner: {
    against: '较现状 {delta}',
  },
};
