// `npm start`: builds what is missing or older than its sources, then becomes the server.
import { buildDashboard, buildServer } from './build.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`ParkPulse needs Node 20.19 or newer; this is ${process.versions.node}\n`);
  process.exit(1);
}
try {
  await Promise.all([buildServer(), buildDashboard()]);
} catch (error) {
  process.stderr.write(`ParkPulse cannot be built: ${error.message}\n`);
  process.exit(1);
}
await import('../apps/server/dist/main.js');
