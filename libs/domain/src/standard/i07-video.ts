import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.3, indicator 7. */
export const video = defineIndicator({
  id: 'I07',
  secondary: 'Q04',
  slug: 'video',
  zh: '视频管理平台',
  en: 'Video Management Platform',
  weight: '0.15',
  table: 'A.3',
  basis: ['telemetry', 'evidence'],
  references: [],
  rulings: ['A10', 'I7a', 'I7b', 'I7c', 'I7d', 'C12'],
  levels: {
    S2: {
      measures: [atLeast('video_retention_days', '30'), atLeast('alarm_video_retention_days', '365')],
      capabilities: [
        ['视频管理平台已建成', 'A video platform exists'],
        ['必要监控场景视频已接入', 'Video of the necessary scenes is connected'],
        ['可点播实时视频', 'Live video on request'],
        ['历史视频可检索、回放、下载', 'Past video can be found, replayed, downloaded'],
        ['实时画面可解码上墙', 'Live pictures can go to the wall'],
      ],
    },
    S3: {
      measures: [atLeast('key_video_retention_days', '30')],
      capabilities: [
        ['专网统管全部视频，含企业', 'One video network takes in all video, enterprises included'],
        ['重点部位前端智能识别并输出结果', 'Key cameras recognise at the edge and give out results'],
        ['平台可扩容', 'Capacity can grow'],
        ['列表调阅、抓拍、回放', 'List viewing, snapshots, replay'],
        ['可控制云台', 'Pan-tilt can be controlled'],
      ],
    },
    S4: {
      measures: [atLeast('key_video_retention_days', '30')],
      capabilities: [
        ['提供重点区域和企业视频共享', 'Video of key areas and enterprises is shared'],
        ['智能模型库可供全部视频调用', 'A model library can be called on all video'],
        ['平台可扩容', 'Capacity can grow'],
        ['列表调阅、抓拍、回放', 'List viewing, snapshots, replay'],
        ['可控制云台', 'Pan-tilt can be controlled'],
        ['在地图上调阅视频', 'Video can be called up on the map'],
        ['视频告警上报应用系统', 'Video alarms go to application systems'],
      ],
    },
    S5: {
      capabilities: [
        ['能与其他系统联动', 'Works in linkage with other systems'],
        ['视频质量自动调优', 'Picture quality tunes itself'],
        ['可引入多厂商、多类型算法', 'Algorithms of several vendors and kinds can come in'],
        ['可按需训练和优化模型', 'Models can be trained and tuned to need'],
      ],
    },
  },
});
