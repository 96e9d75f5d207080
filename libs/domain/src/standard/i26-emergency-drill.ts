import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 26. */
export const emergencyDrill = defineIndicator({
  id: 'I26',
  secondary: 'Q11',
  slug: 'emergency_drill',
  zh: '应急演练管理',
  en: 'Emergency Drill Management',
  weight: '0.2',
  table: 'A.5',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A1', 'I17'],
  levels: {
    S2: {
      capabilities: [
        ['已建应急演练模块', 'An emergency drill module exists'],
        ['联机协同演练与推演复盘', 'Networked drills and replays'],
        ['演练记录可生成、保存', 'Drill records are made and kept'],
      ],
    },
    S3: {
      capabilities: [
        ['应急演练模块继续可用', 'The emergency drill module is in use'],
        ['联机协同演练与仿真复盘', 'Networked drills and simulated replays'],
        ['地图上可视化', 'Shown on the map'],
        ['演练记录可生成、保存', 'Drill records are made and kept'],
      ],
    },
    S4: {
      measures: [atLeast('drill_data_fill_ratio', '0.8')],
      capabilities: [
        ['管理各角色演练任务', 'The task of every role is managed'],
        ['评估演练过程', 'Drills are evaluated'],
      ],
    },
    S5: {
      measures: [atLeast('drill_data_fill_ratio', '0.9')],
      capabilities: [['仿真、研判并建议对策', 'Simulation, judgement and advice']],
    },
  },
});
