import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const alias: Record<string, string> = Object.fromEntries([
  ...[
    'domain',
    'contracts',
    'application',
    'adapter-memory',
    'adapter-postgres',
    'adapter-kafka',
    'adapter-notify',
  ].map((name) => [`@parkpulse/${name}`, from(`./libs/${name}/src/index.ts`)]),
  ...['simulator', 'gateway', 'server'].map((name) => [
    `@parkpulse/${name}`,
    from(`./apps/${name}/src/index.ts`),
  ]),
]);
const exclude = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: [
            'libs/**/*.spec.ts',
            'apps/{server,simulator,gateway}/**/*.spec.ts',
            'test/bench/**/*.spec.ts',
          ],
          exclude: [...exclude, '**/*.int.spec.ts'],
        },
      },
      {
        extends: './apps/dashboard/vite.config.ts',
        resolve: { alias },
        test: {
          name: 'dashboard',
          root: from('./apps/dashboard'),
          include: ['src/**/*.spec.ts'],
          environment: 'happy-dom',
          exclude,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.spec.ts'],
          exclude,
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: { name: 'mutation', include: ['test/mutation/**/*.spec.ts'], exclude, testTimeout: 120_000 },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: [
            'libs/**/*.int.spec.ts',
            'apps/**/*.int.spec.ts',
            'test/{scenarios,data}/**/*.int.spec.ts',
          ],
          exclude,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'kafka',
          include: ['test/kafka/**/*.int.spec.ts'],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.spec.ts'],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // They wait for clocks and browsers most of the time.
          maxWorkers: 2,
        },
      },
    ],
  },
});
