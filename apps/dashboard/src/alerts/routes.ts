import type { RouteRecordRaw } from 'vue-router';

const VIEWS = {
  silences: () => import('../views/AlertSilencesView.vue'),
  rules: () => import('../views/AlertRulesView.vue'),
  duty: () => import('../views/AlertDutyView.vue'),
  channels: () => import('../views/AlertChannelsView.vue'),
  figures: () => import('../views/AlertFiguresView.vue'),
  handover: () => import('../views/AlertHandoverView.vue'),
} as const;

/** Pages of the duty desk. An alert has an address of its own, the one that messages carry. */
export function alertRoutes(park: string): readonly RouteRecordRaw[] {
  const section = 'alerts';
  const tabs = Object.entries(VIEWS).map(([tab, component]): RouteRecordRaw => ({
    path: `${park}/alerts/${tab}`,
    name: `alert-${tab}`,
    component,
    meta: { title: `alerts.tab.${tab}`, section },
  }));
  return [
    {
      path: '/alerts/:id([A-Za-z0-9-]+)',
      name: 'alert',
      component: () => import('../views/AlertView.vue'),
      meta: { title: 'alerts.one', section },
    },
    {
      path: `${park}/alerts`,
      name: 'alerts',
      component: () => import('../views/AlertsView.vue'),
      meta: { title: 'nav.alerts', section },
    },
    ...tabs,
  ];
}
