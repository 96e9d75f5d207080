// `npm start`: builds what is missing or older than its sources, then becomes the server.
import { buildDashboard, buildServer } from './build.mjs';

try {
  await Promise.all([buildServer(), buildDashboard()]);
} catch (error) {
  process.stderr.write(`ParkPulse cannot be built: ${error.message}\n`);
  process.exit(1);
}
await import('../apps/server/dist/main.js');
