import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const dashboard = join(root, 'apps/dashboard');

/**
 * Builds the server and all it needs, when a source is newer than what was built from it. Types are checked by
 * `npm run check`, not here: somebody waits for the start.
 */
export async function buildServer() {
  const stale = projectsBelow('apps/server').filter(isStale);
  if (stale.length === 0) return;
  say(`building ${stale.map((project) => project.split('/').at(-1)).join(', ')}`);
  await run(toolPath('typescript', 'bin/tsc'), ['-b', '--noCheck', 'apps/server'], root);
}

/** Builds the dashboard, when it or a library it uses is newer than what was built. */
export async function buildDashboard() {
  if (!existsSync(join(dashboard, 'vite.config.ts'))) return;
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) =>
    join(dashboard, name),
  );
  const libraries = ['libs/domain/src', 'libs/contracts/src'].map((name) => join(root, name));
  const built = timeOf(join(dashboard, 'dist/index.html'));
  if (built > 0 && newest([...sources, ...libraries]) <= built) return;
  say('building the dashboard');
  await run(toolPath('vite', 'bin/vite.js'), ['build', '--logLevel', 'error'], dashboard);
}

function projectsBelow(project, seen = new Set()) {
  if (seen.has(project)) return [];
  seen.add(project);
  const { references = [] } = JSON.parse(readFileSync(join(root, project, 'tsconfig.json'), 'utf8'));
  const below = references.flatMap(({ path }) => projectsBelow(join(project, path), seen));
  return [...below, project];
}

function isStale(project) {
  const built = timeOf(join(root, project, 'dist/.tsbuildinfo'));
  if (built === 0 || !existsSync(join(root, project, 'dist/index.js'))) return true;
  const inputs = ['src', 'tsconfig.json'].map((name) => join(root, project, name));
  return newest([...inputs, join(root, 'tsconfig.base.json')]) > built;
}

/** The newest change below some files and folders, tests not counted. */
function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    if (!statSync(path).isDirectory()) latest = Math.max(latest, timeOf(path));
    else {
      const entries = readdirSync(path, { withFileTypes: true }).filter(
        ({ name }) => !name.endsWith('.spec.ts'),
      );
      latest = Math.max(latest, newest(entries.map(({ name }) => join(path, name))));
    }
  }
  return latest;
}

function timeOf(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function toolPath(name, file) {
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), file);
  } catch {
    throw new Error(`${name} is not installed: run \`npm ci\` first`);
  }
}

function run(script, args, cwd) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: 'inherit' });
    child.once('error', fail);
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`${args.join(' ')} failed`))));
  });
}

function say(text) {
  process.stdout.write(`ParkPulse: ${text} …\n`);
}
