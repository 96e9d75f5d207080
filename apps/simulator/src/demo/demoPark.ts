/** The demonstration park; there is no such place. */
export const DEMO_PARK = {
  id: 'demo',
  name: '滨海示范化工园区',
  nameEn: 'Binhai Demonstration Chemical Park',
  timeZone: 'Asia/Shanghai',
} as const;
