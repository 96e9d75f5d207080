import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env['PARKPULSE_DEV_SERVER'] ?? 'http://127.0.0.1:3000';

/** Every browser we support reads WOFF2: leaving WOFF out halves the fonts in the build. */
function woff2Only(): Plugin {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@fontsource') || !id.includes('.css')) return null;
      return { code: code.replaceAll(/,\s*url\([^)]+\.woff\) format\('woff'\)/g, ''), map: null };
    },
  };
}

/** Tells `public/first-calls.js` which files the overview is made of, so that they need not wait for the shell's code. */
function overviewFirst(): Plugin {
  return {
    name: 'overview-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const names = Object.keys(bundle ?? {}).filter((name) =>
          /\/OverviewView-[^/]+\.(js|css)$/.test(name),
        );
        const data = names
          .map((name) => `data-${name.endsWith('.js') ? 'view' : 'style'}="/${name}"`)
          .join(' ');
        return html.replace('<script src="/first-calls.js">', `<script src="/first-calls.js" ${data}>`);
      },
    },
  };
}

/** `FAKE=1 npx vite` serves a made-up park instead of a server; see dev/. */
async function fake(): Promise<Plugin[]> {
  if (process.env['FAKE'] === undefined) return [];
  // By its path, so that a build need not resolve what only the made-up park imports.
  const { fakeApi } = (await import(from('./dev/fakeApi.mjs'))) as { fakeApi: (domain: string) => Plugin };
  return [fakeApi(from('../../libs/domain/src/index.ts'))];
}

export default defineConfig({
  root: from('.'),
  plugins: [woff2Only(), vue(), overviewFirst(), fake()],
  resolve: {
    alias: [
      { find: '@parkpulse/domain', replacement: from('../../libs/domain/src/index.ts') },
      { find: '@parkpulse/contracts', replacement: from('../../libs/contracts/src/index.ts') },
      { find: /^fflate$/, replacement: from('./src/format/fflateWithoutWorkers.ts') },
    ],
  },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_JIT_COMPILATION__: 'true',
  },
  server: {
    port: 5173,
    ...(process.env['FAKE'] === undefined && {
      proxy: { '/api': server, '/health': server, '/socket.io': { target: server, ws: true } },
    }),
  },
  build: {
    target: 'es2022',
    // The CSP takes fonts from ourselves only: none may become a data URL.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'framework', test: /node_modules\/(@vue|vue|vue-router|pinia|vue-i18n|@intlify)\// },
            { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
            // What several pages share comes in one file with the shell instead of two dozen small ones.
            { name: 'shared', test: /(dashboard\/src|libs\/domain\/src)\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
