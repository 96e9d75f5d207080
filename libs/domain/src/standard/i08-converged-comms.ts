import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.3, indicator 8. */
export const convergedComms = defineIndicator({
  id: 'I08',
  secondary: 'Q04',
  slug: 'converged_comms',
  zh: '融合通信平台',
  en: 'Converged Communications Platform',
  weight: '0.15',
  table: 'A.3',
  basis: ['evidence'],
  references: [],
  rulings: ['C12'],
  levels: {
    S2: {
      capabilities: [
        ['平台建成，可调度各类语音终端', 'The platform dispatches voice terminals of all kinds'],
        ['基本语音接入融合', 'Voice access converges at a basic level'],
        ['基本短信接入融合', 'SMS access converges at a basic level'],
      ],
    },
    S3: {
      capabilities: [
        ['可作视频会商调度', 'Video consultation can be dispatched'],
        ['监控、移动端、会议视频融合', 'Surveillance, mobile and conference video converge'],
        ['短信直达系统内外用户', 'SMS reaches users inside and outside'],
      ],
    },
    S4: {
      capabilities: [
        ['融合卫星与公网等定位手段', 'Satellite and network positioning converge'],
        ['依托地图集中指挥多媒体资源', 'Media and devices are commanded centrally on the map'],
      ],
    },
    S5: {
      capabilities: [
        ['高阶会商：现场与会议画面融合', 'Advanced consultation merges field and conference pictures'],
        ['可加入上级平台会商', 'Joins consultation of the platform above'],
        ['可接入企业平台会商', 'Can bring in enterprise consultation'],
        ['集群调度：语音、会议、数据统一交换', 'Trunked dispatch exchanges voice, conference and data'],
        ['可调用智能语义识别', 'Semantic recognition can be called'],
        ['标准接口供应用及时报警和调度', 'Standard interfaces let applications alarm and dispatch'],
      ],
    },
  },
});
