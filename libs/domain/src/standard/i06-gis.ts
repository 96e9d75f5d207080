import { atLeast, defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.3, indicator 6. */
export const gis = defineIndicator({
  id: 'I06',
  secondary: 'Q04',
  slug: 'gis',
  zh: '地理信息平台',
  en: 'GIS Platform',
  weight: '0.15',
  table: 'A.3',
  basis: ['register', 'evidence'],
  references: [],
  rulings: ['A1', 'A3', 'A10', 'I6'],
  levels: {
    S2: {
      capabilities: [
        ['地理信息平台已建成', 'The park has a GIS platform'],
        ['可用电子地图或遥感影像', 'Maps or remote-sensing images can be used'],
        ['具备GIS基本操作', 'Basic GIS operations work'],
      ],
      limitations: [
        ['只有地图或影像', 'Only maps or images'],
        ['空间数据未表达到要素', 'Spatial data stops short of features'],
        ['只有GIS基本功能', 'Nothing beyond basic GIS'],
      ],
    },
    S3: {
      measures: [atLeast('gis_model_coverage_ratio', '0.6')],
      capabilities: [
        ['地理信息平台已建成', 'The park has a GIS platform'],
        [
          '统一坐标汇聚地理与三维数据，成三维底座',
          'Geographic and 3D data in one coordinate system form a first 3D base',
        ],
        ['数字空间能准确对应实体园区', 'The digital space maps the real park precisely'],
        ['地图工具丰富：加载、标绘、测量等', 'Rich map tools: loading, plotting, measuring and more'],
        ['地上地下均可三维展示', 'Above and below ground shown in 3D'],
        ['空间与业务数据可采集、更新、维护', 'Spatial and business data can be collected and kept current'],
        ['向各场景提供共享与地图工具', "Sharing and map tools serve the park's scenarios"],
      ],
    },
    S4: {
      measures: [atLeast('gis_model_coverage_ratio', '0.8')],
      capabilities: [
        ['建筑、设施、人员等基本全部建模', 'Buildings, facilities and people are nearly all modelled'],
        ['接入运行监测，虚实初步互动', 'Monitoring data joins; physical and digital begin to interact'],
        ['空间数据资源池支持交换与治理', 'A spatial data pool allows exchange and governance'],
        ['数据可实时更新', 'Data has a real-time update channel'],
        ['地图接口和工具统一开放', 'Map interfaces and tools are unified and open'],
        [
          '支撑政府、园区、企业空间分析与共享',
          'Spatial sharing and analysis for government, park and enterprises',
        ],
        ['可接入企业地理模型', 'Enterprise models can be brought in'],
        ['所有应用共用同一底图', 'All applications share one base map'],
      ],
    },
    S5: {
      measures: [atLeast('gis_model_coverage_ratio', '0.9')],
      capabilities: [
        ['二三维一体高性能渲染', 'Fast rendering of 2D and 3D in one'],
        ['海量空间、视频、动态数据快速加载', 'Massive spatial, video and live data load fast'],
        ['室内外、地上下场景无缝沉浸', 'Indoor, outdoor, above and below ground blend without seams'],
        [
          '孪生创新：工艺仿真、机组远程诊断',
          'Twin innovations: process simulation, remote machine diagnosis',
        ],
        ['与应用无缝对接并可调用人工智能', 'Joins applications seamlessly and can call AI'],
        ['安全、环保等多领域数据深度融合', 'Safety, environment and other data are deeply fused'],
        ['形成跨行业、跨领域决策模型', 'Decision models reach across sectors and domains'],
        ['为园区提供时空智能引擎', 'A spatio-temporal engine serves the park'],
      ],
    },
  },
});
