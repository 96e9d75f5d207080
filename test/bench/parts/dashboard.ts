import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../faults/bench/root.js';
import { PASSWORD, startServer } from '../contenders.js';
import type { Figure } from '../figures.js';
import type { Ground } from '../ground.js';
import { Session } from '../session.js';
import { type Samples, dashboardFigures } from './dashboardFigures.js';
import { YEAR_PARK, seedYear, yearSpan } from './year.js';

const BUILT = join(root, 'apps/dashboard/dist/index.html');
const SCRIPT = join(root, 'test/e2e/support/measureDashboard.mjs');
const LOADS = 20;
const PATIENCE_MS = 420_000;

/** Goal 12: the built dashboard in a real browser on a park with a year of history, and a year's chart on the wire. */
export async function measureDashboard(ground: Ground): Promise<readonly Figure[]> {
  if (!existsSync(BUILT)) throw new Error('the dashboard is not built: npm run build');
  const database = await ground.database({ migrated: true });
  const server = await startServer({ DATABASE_URL: database.url });
  try {
    const session = await Session.open(server);
    await seedYear(session);
    const trend = `/parks/${YEAR_PARK}/trend?${yearSpan()}&interval=1d&node=Z`;
    const wire = await session.wireBytes(trend);
    return dashboardFigures(await inBrowser(session.url), wire);
  } finally {
    await server.stop();
    await ground.drop(database);
  }
}

/** Runs the script that measures the dashboard; it exits with 1 when a figure misses a bar of its own. */
function inBrowser(base: string): Promise<Samples> {
  const args = [SCRIPT, base, '--park', YEAR_PARK, '--runs', String(LOADS)];
  const env = { ...process.env, PARKPULSE_ADMIN_PASSWORD: PASSWORD };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, timeout: PATIENCE_MS }, (error, stdout, stderr) => {
      const answer = /^\{.*\}/s.exec(stdout)?.[0];
      if (answer !== undefined) resolve((JSON.parse(answer) as { readonly samples: Samples }).samples);
      else reject(new Error(`the browser gave no figures: ${error?.message ?? ''} ${stderr.slice(-500)}`));
    });
  });
}
