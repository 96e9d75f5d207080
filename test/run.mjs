// `npm test`: every test that needs nothing beyond npm, one project after the other, and an honest sum at the end.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDashboard, root } from '../deploy/build.mjs';

const PROJECTS = ['unit', 'dashboard', 'architecture', 'mutation', 'integration', 'kafka', 'e2e'];
const CHECKS = [
  ['types of the server', ['npm', 'run', '--silent', 'build:server']],
  [
    'types of the dashboard',
    ['npx', '--no-install', 'vue-tsc', '--noEmit', '-p', 'apps/dashboard/tsconfig.json'],
  ],
  ['format', ['npm', 'run', '--silent', 'format:check']],
  ['lint', ['npm', 'run', '--silent', 'lint']],
  ['boundaries', ['npm', 'run', '--silent', 'boundaries']],
];

const reports = mkdtempSync(join(tmpdir(), 'parkpulse-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
const faults = [];
let running = null;

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    killGroup(running);
    rmSync(reports, { recursive: true, force: true });
    process.exit(130);
  });
}

// `node test/run.mjs unit integration` runs these projects alone, without the checks.
const wanted = process.argv.slice(2);
if (wanted.length === 0) {
  for (const [name, command] of CHECKS) await check(name, command);
  await buildDashboard().catch((error) => fault(`build of the dashboard: ${error.message}`));
}
for (const project of wanted.length === 0 ? PROJECTS : wanted) await test(project);

rmSync(reports, { recursive: true, force: true });
for (const line of faults) process.stdout.write(`FAILED  ${line}\n`);
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;

async function check(name, command) {
  const status = await run(command);
  if (status === 0) process.stdout.write(`ok      ${name}\n`);
  else fault(name);
}

async function test(project) {
  process.stdout.write(`\n── ${project} ──\n`);
  const report = join(reports, `${project}.json`);
  const status = await run([
    ...['npx', '--no-install', 'vitest', 'run', '--project', project, '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  const failedBefore = sum.failed;
  try {
    count(project, JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    fault(`${project}: vitest gave no report`);
  }
  // A file that does not load has no tests that could fail.
  if (status !== 0 && sum.failed === failedBefore) fault(`${project}: vitest ended with ${status}`);
}

function count(project, report) {
  sum.passed += report.numPassedTests;
  sum.skipped += report.numPendingTests + report.numTodoTests;
  sum.failed += report.numFailedTests;
  for (const file of report.testResults) {
    for (const each of file.assertionResults)
      if (each.status === 'failed') faults.push(`${project}: ${each.fullName}`);
    if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')) {
      fault(`${project}: ${file.name} ${file.message ?? ''}`);
    }
  }
}

function fault(line) {
  sum.failed += 1;
  faults.push(line);
}

/** Runs a command in a process group of its own, so that whatever it leaves behind can be ended with it. */
function run([command, ...args]) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    running = child;
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      done(127);
    });
    child.once('exit', (code, signal) => {
      killGroup(child);
      running = null;
      done(code ?? signal ?? 1);
    });
  });
}

function killGroup(child) {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // The group is empty: nothing was left behind.
  }
}
