export const planner = {
  planner: {
    against: '较现状 {delta}',
    title: '推演',
    hint: '从园区现状出发，改动任何数值或要件，用同一引擎即时推断；不影响园区。',
    changes: '已改动 {count} 处',
    name: '方案名称',
    save: '保存方案',
    remove: '删除方案 {name}',
    clear: '还原到现状',
  },
  path: {
    title: '最省力路径',
    goal: '目标',
    hint: '在当前假设之上，以最少投入达到目标等级。每一步的投入按其未满足的要件估算，可逐项修改；结果经精确求解，附最优性证明。',
    perMeasure: '每项量化要件（人日）',
    perCapability: '每项能力要件（人日）',
    resetPrices: '还原投入',
    reached: '已达到目标',
    outOfReach: '达不到：全部可做的步骤做完也只有 {best} 分',
    days: '{days} 人日',
    effort: '投入（人日）',
    price: '{id} 升至 {level} 的投入',
    exclude: '排除',
    proof:
      '最优性：下界 {bound} 人日，检查了 {nodes} 个子问题；投入不超过 {less} 人日时最高只能到 {best} 分。',
  },
};
