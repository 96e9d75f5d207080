// Loaded before the product by `node --import`: kills this process at a point of the way from a decision to a message that
// arrived. The product itself has no such points. The file named by NOTICE_FAILPOINT holds the name of the point, and is
// taken away when it is hit, so that the next start lives:
//   decided    messages are queued in the transaction of the assessment, its COMMIT not yet sent
//   committed  that COMMIT was answered, nobody has been woken yet
//   leasing    a message is leased, the COMMIT of the lease not yet sent
//   leased     the COMMIT of the lease was answered, nothing has been sent
//   answered   the receiver has answered, nothing of it is written
//   settling   the answer is written, its COMMIT not yet sent
//   settled    that COMMIT was answered
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const file = process.env.NOTICE_FAILPOINT ?? '';
const root = fileURLToPath(new URL('../../../', import.meta.url));

function armed() {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function die() {
  rmSync(file, { force: true });
  process.kill(process.pid, 'SIGKILL');
  // Nothing runs on between the signal and its effect.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

// Which statement marks a transaction, and the points before and after its COMMIT.
const MARKS = {
  'add-outbox': ['decided', 'committed'],
  'lease-message': ['leasing', 'leased'],
  'log-delivery': ['settling', 'settled'],
};

const { Client } = createRequire(`${root}libs/adapter-postgres/package.json`)('pg');
const query = Client.prototype.query;
Client.prototype.query = function (config, ...rest) {
  const point = armed();
  if (point === '') return query.call(this, config, ...rest);
  const name = config?.name ?? '';
  const text = typeof config === 'string' ? config : (config?.text ?? '');
  if (name === 'log-delivery' && point === 'answered') die();
  if (/^BEGIN/i.test(text)) this.noticeMark = null;
  if (MARKS[name] !== undefined) this.noticeMark = MARKS[name];
  const mark = this.noticeMark ?? null;
  if (text !== 'COMMIT' || mark === null) return query.call(this, config, ...rest);
  this.noticeMark = null;
  if (point === mark[0]) die();
  const answer = query.call(this, config, ...rest);
  return point === mark[1] ? answer.then((result) => (die(), result)) : answer;
};
