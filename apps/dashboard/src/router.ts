import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteRecordRaw,
} from 'vue-router';
import { alertRoutes } from './alerts/routes.js';
import { useLive } from './stores/live.js';
import { useSession } from './stores/session.js';
import { savedToken as savedWallToken } from './wall/frame/frameStore.js';

const park = '/parks/:park([a-z0-9-]+)';

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', redirect: { name: 'parks' } },
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./views/SignInView.vue'),
    meta: { bare: true, open: true, title: 'signIn.title' },
  },
  {
    path: '/parks',
    name: 'parks',
    component: () => import('./views/ParksView.vue'),
    meta: { title: 'nav.parks' },
  },
  {
    path: '/compare',
    name: 'compare',
    component: () => import('./views/CompareView.vue'),
    meta: { title: 'compare.title' },
  },
  {
    path: park,
    name: 'overview',
    component: () => import('./views/OverviewView.vue'),
    meta: { title: 'nav.overview', travel: true },
  },
  {
    path: `${park}/indicators/:id(I\\d\\d)`,
    name: 'indicator',
    component: () => import('./views/IndicatorView.vue'),
    meta: { title: 'nav.indicator', travel: true, section: 'overview' },
  },
  {
    path: `${park}/conclusion`,
    name: 'conclusion',
    component: () => import('./gate/ConclusionView.vue'),
    meta: { title: 'nav.conclusion', travel: true, section: 'overview' },
  },
  {
    path: `${park}/trend`,
    name: 'trend',
    component: () => import('./views/TrendView.vue'),
    meta: { title: 'nav.trend' },
  },
  {
    path: `${park}/moved`,
    name: 'moved',
    component: () => import('./views/MovedView.vue'),
    meta: { title: 'nav.moved' },
  },
  {
    path: `${park}/targets`,
    name: 'targets',
    component: () => import('./views/TargetsView.vue'),
    meta: { title: 'target.page' },
  },
  {
    path: `${park}/measures`,
    name: 'measures',
    component: () => import('./views/MeasuresView.vue'),
    meta: { title: 'nav.measures' },
  },
  {
    path: `${park}/measures/:key([a-z0-9_]+)`,
    name: 'measure',
    component: () => import('./views/MeasureView.vue'),
    meta: { title: 'nav.measures', section: 'measures' },
  },
  {
    path: `${park}/planner`,
    name: 'planner',
    component: () => import('./views/PlannerView.vue'),
    meta: { title: 'nav.planner' },
  },
  {
    path: `${park}/feeds`,
    name: 'feeds',
    component: () => import('./views/FeedsView.vue'),
    meta: { title: 'nav.feeds' },
  },
  {
    path: `${park}/register`,
    name: 'register',
    component: () => import('./views/RegisterView.vue'),
    meta: { title: 'nav.register' },
  },
  {
    path: `${park}/desk`,
    name: 'desk',
    component: () => import('./views/DeskView.vue'),
    meta: { title: 'nav.desk' },
  },
  ...alertRoutes(park),
  {
    path: '/wall',
    name: 'wall',
    component: () => import('./views/WallView.vue'),
    meta: { bare: true, open: true, title: 'wall.title' },
  },
  {
    path: '/standard',
    name: 'standard',
    component: () => import('./views/StandardView.vue'),
    meta: { title: 'nav.standard' },
  },
  {
    path: '/:rest(.*)*',
    name: 'missing',
    component: () => import('./views/MissingView.vue'),
    meta: { title: 'nav.missing' },
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
});

/** Loads the page's code and its park while the server is still asked who we are. */
function warm({ matched, params }: RouteLocationNormalized): void {
  for (const { components } of matched) {
    const view = components?.['default'];
    if (typeof view === 'function') void (view as () => Promise<unknown>)();
  }
  if (typeof params['park'] === 'string') useLive().prepare(params['park']);
}

router.beforeEach(async (to) => {
  if (to.meta['open'] === true) return true;
  const session = useSession();
  warm(to);
  try {
    // A wall that strays has nobody to sign in: it goes back to its picture.
    return (
      (await session.ensure()) ||
      (savedWallToken() === null ? null : { name: 'wall' }) || {
        name: 'sign-in',
        query: to.fullPath === '/' ? {} : { to: to.fullPath },
      }
    );
  } catch {
    // The server is away: pages say so themselves and come back when it does.
    return true;
  }
});
