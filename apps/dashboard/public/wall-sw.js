/* global self, caches, fetch, URL, setTimeout */
/* Lets a wall start again while the server is away: its page and what the page is made of are kept. No data passes here. */
const CACHE = 'parkpulse-wall-1';
const PAGE = '/wall';
const PATIENCE_MS = 3000;
const SMALL = ['/theme-before-paint.js', '/first-calls.js', '/favicon.svg'];

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && url.pathname === PAGE) event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (SMALL.includes(url.pathname)) event.respondWith(newest(request));
});

/* The page itself is asked for first: a new build must reach the wall. */
async function page(request) {
  return newest(request, PAGE);
}

async function newest(request, key = request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await withPatience(fetch(request));
    if (response.ok) await cache.put(key, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}

/* Names of assets carry a digest of their content: what was kept is right for ever. Old builds are dropped in time. */
async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    await dropOld(cache);
  }
  return response;
}

const MOST_ASSETS = 400;

async function dropOld(cache) {
  const keys = await cache.keys();
  const assets = keys.filter(({ url }) => new URL(url).pathname.startsWith('/assets/'));
  for (const key of assets.slice(0, Math.max(0, assets.length - MOST_ASSETS))) await cache.delete(key);
}

function withPatience(answer) {
  return Promise.race([
    answer,
    new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
    }),
  ]);
}
