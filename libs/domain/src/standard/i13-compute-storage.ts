import { defineIndicator } from './defineIndicator.js';

/** HG/T 6313-2024, Table A.4, indicator 13. */
export const computeStorage = defineIndicator({
  id: 'I13',
  secondary: 'Q06',
  slug: 'compute_storage',
  zh: '计算和存储基础设施及网络资源',
  en: 'Computing, Storage & Network Resources',
  weight: '1',
  table: 'A.4',
  basis: ['evidence'],
  references: [],
  rulings: ['A1', 'A3', 'A10', 'I13', 'N', 'C12'],
  levels: {
    S2: {
      capabilities: [
        ['基础数据中心网络已建', 'A basic data-centre network exists'],
        ['中心网络够核心业务使用', 'Its network suffices for core business'],
        ['随少量应用分散建有算力存储', 'Some scattered computing and storage for few applications'],
        ['算力存储够核心业务使用', 'Computing and storage suffice for core business'],
      ],
      limitations: [
        ['软硬件不一', 'Hardware and software differ'],
        ['没有虚拟化和统一管理', 'No virtualisation, no unified management'],
      ],
    },
    S3: {
      capabilities: [
        ['多种网络和计算资源虚拟化', 'Network and computing resources are virtualised'],
        ['物理与虚拟资源统一管理调度', 'Physical and virtual resources are run as one'],
        ['网络与计算资源池按需分配', 'A network and computing pool serves on demand'],
        ['中心网络够全部业务使用', 'The network suffices for all business'],
        ['算力存储够全部业务使用', 'Computing and storage suffice for all business'],
      ],
    },
    S4: {
      capabilities: [
        ['支持虚拟负载均衡与弹性IP', 'Load is balanced virtually, IPs are elastic'],
        ['网络自动配置', 'The network configures itself'],
        ['各业务网络隔离管理', 'Business networks are kept apart'],
        ['业务安全有效运行于中心网络', "Business runs safely and well on the centre's network"],
        ['多种计算存储资源虚拟化', 'Computing and storage are virtualised'],
        ['物理与虚拟资源统一管理调度', 'Physical and virtual resources are run as one'],
        ['计算存储资源池按需分配', 'A computing and storage pool serves on demand'],
        ['算力存储够全部业务使用', 'Computing and storage suffice for all business'],
      ],
    },
    S5: {
      capabilities: [
        ['计算存储网络由SDN自动运维', 'SDN runs compute and storage networks by itself'],
        ['智能规划各模块当前与未来资源', 'Present and future needs of each module are planned smartly'],
        ['网络资源随流量模型自动调整', 'Network resources follow traffic models'],
      ],
    },
  },
});
