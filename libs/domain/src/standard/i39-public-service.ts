import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.5, indicator 39. */
export const publicService = defineIndicator({
  id: 'I39',
  secondary: 'Q16',
  slug: 'public_service',
  zh: '公共服务',
  en: 'Public Services',
  weight: '0.2',
  table: 'A.5',
  basis: ['evidence'],
  references: [],
  rulings: ['I39', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['办公管理基础模块满足基本需求', 'A basic office module meets basic needs'],
        ['查询及时', 'Queries are answered in time'],
        ['信息公开合规', 'Disclosure meets the rules'],
        ['管理系统基本能用', 'The system basically works'],
      ],
    },
    S3: {
      capabilities: [
        ['信息推送及时', 'News is pushed in time'],
        ['门户界面美观', 'The portal looks good'],
        ['公众号更新频繁', 'The official account is updated often'],
        ['与地方政府数据对接', 'Data is connected with local government'],
        ['可作简单服务评价', 'Services can be rated simply'],
      ],
    },
    S4: {
      capabilities: [
        ['政府数据对接较完善', 'The connection is fairly complete'],
        ['服务评价较全面', 'Rating is fairly broad'],
      ],
    },
    S5: {
      capabilities: [
        ['多渠道受理建议投诉', 'Suggestions and complaints by many channels'],
        ['舆情处理及时有效', 'Public opinion is handled in time'],
        ['政府数据基本统一', 'Data is largely one with government'],
        ['服务评价全面', 'Rating is broad'],
      ],
    },
  },
});
