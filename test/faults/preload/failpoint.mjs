// Loaded before the product by `node --import`: kills this process at a named point. The product itself has no such
// points. FAILPOINT=name:count, where name is one of
//   fetched    a batch was fetched and not yet given to anybody
//   insert     a batch is half written: before that many writing statements of the ingest
//   commit     a batch is written, its COMMIT not yet sent
//   committed  the COMMIT was answered, nobody knows yet
//   assessed   as `committed`, of an assessment
//   queued     a notification was taken out of the outbox, not yet sent
//   told       it was sent, and that is not yet noted
//   migrated   a migration is applied, its COMMIT not yet sent
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const [point, count] = (process.env.FAILPOINT ?? ':').split(':');
let left = Number(count) || 1;

function hit() {
  left -= 1;
  if (left > 0) return;
  process.stderr.write(`failpoint ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
  // Nothing runs on between the signal and its effect.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

if (process.env.NODE_ENV === 'production') throw new Error('failpoints are refused in production');
if (point === 'fetched') {
  const { HeldPartition } = await import(`${root}libs/adapter-kafka/dist/consume/heldPartition.js`);
  const offer = HeldPartition.prototype.offer;
  HeldPartition.prototype.offer = function (batch) {
    hit();
    return offer.call(this, batch);
  };
} else if (point === 'queued' || point === 'told') {
  const { PostgresOutbox } = await import(`${root}libs/adapter-postgres/dist/alerts/postgresOutbox.js`);
  const { lease, settle } = PostgresOutbox.prototype;
  PostgresOutbox.prototype.lease = async function (...asked) {
    const leased = await lease.apply(this, asked);
    if (point === 'queued' && leased.length > 0) hit();
    return leased;
  };
  PostgresOutbox.prototype.settle = function (...told) {
    if (point === 'told') hit();
    return settle.apply(this, told);
  };
} else if (point !== '') {
  const { Client } = createRequire(`${root}libs/adapter-postgres/package.json`)('pg');
  const query = Client.prototype.query;
  const owner = { assessed: 'parkpulse-assess', migrated: 'parkpulse-migrate' }[point] ?? 'parkpulse-ingest';
  Client.prototype.query = function (config, ...rest) {
    const text = typeof config === 'string' ? config : (config?.text ?? '');
    if (this.connectionParameters?.application_name !== owner) return query.call(this, config, ...rest);
    if (point === 'insert' && /^\s*(WITH|INSERT|COPY|UPDATE)/i.test(text)) hit();
    if (text !== 'COMMIT') return query.call(this, config, ...rest);
    if (point === 'commit' || point === 'migrated') hit();
    const answer = query.call(this, config, ...rest);
    if (point === 'committed' || point === 'assessed') return answer.then((result) => (hit(), result));
    return answer;
  };
}
