import { it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { startEmbedded } from '../embedded/startEmbedded.js';
import { openPostgres } from '../openPostgres.js';
import { MINUTE, NOON, PARK, STREAM, commitOf, event, reading } from './sampleEvents.js';
it('commit rate', async () => {
  const dir = mkdtempSync('/tmp/pp-bench-');
  const s = await startEmbedded({ dataDir: dir });
  const pg = await openPostgres({ connection: s.connection });
  await pg.settings.createPark(PARK);
  await pg.ingest.claim(STREAM);
  const measures = Array.from({ length: 100 }, (_, i) => `measure_number_${i}`);
  for (const per of [200, 50, 10]) {
    const batches = 20_000 / per / 1;
    let offset = Number(((await pg.ingest.storedOffsets())[0]?.nextOffset) ?? 0);
    const epoch = 1;
    const commits = [];
    for (let b = 0; b < Math.min(batches, 4000 / per); b++) {
      const events = [];
      for (let e = 0; e < per; e++) {
        const at = NOON + offset * MINUTE;
        events.push(event(offset, measures.map((m, i) => reading(m, at, String(500 + ((offset * 7 + i) % 400)))), { time: at, id: `${crypto.randomUUID()}` }));
        offset++;
      }
      commits.push(commitOf(events, { epoch }));
    }
    const t = performance.now();
    for (const c of commits) await pg.ingest.commit(c);
    const n = commits.length * per * 100;
    console.log('events/commit', per, 'readings', n, 'rate/s', Math.round(n / ((performance.now() - t) / 1000)), 'ms/commit', ((performance.now() - t) / commits.length).toFixed(1));
  }
  { // single events
    let offset = Number(((await pg.ingest.storedOffsets())[0]?.nextOffset) ?? 0);
    const commits = [];
    for (let b = 0; b < 20; b++) {
      const events = [];
      for (let e = 0; e < 1000; e++) { const at = NOON + offset * 1000; events.push(event(offset, [reading(measures[offset % 100]!, at, '500')], { time: at, id: crypto.randomUUID() })); offset++; }
      commits.push(commitOf(events, { epoch: 1 }));
    }
    const t = performance.now();
    for (const c of commits) await pg.ingest.commit(c);
    console.log('single events rate/s', Math.round(20000 / ((performance.now() - t) / 1000)));
  }
  { // log
    const value = Buffer.from('x'.repeat(10000));
    const t = performance.now();
    for (let i = 0; i < 50; i++) await pg.eventLog.append('t', Array.from({ length: 100 }, () => ({ key: 'p1', value, headers: { a: 'b' } })));
    console.log('append 100x10KB rec/s', Math.round(5000 / ((performance.now() - t) / 1000)));
    const t1 = performance.now();
    for (let i = 0; i < 200; i++) await pg.eventLog.append('t', [{ key: 'p1', value: Buffer.from('x'.repeat(300)), headers: {} }]);
    console.log('sequential single appends/s', Math.round(200 / ((performance.now() - t1) / 1000)));
    const t3 = performance.now();
    await Promise.all(Array.from({ length: 5000 }, () => pg.eventLog.append('t', [{ key: 'p1', value: Buffer.from('x'.repeat(300)), headers: {} }])));
    console.log('concurrent single appends/s', Math.round(5000 / ((performance.now() - t3) / 1000)));
    const t2 = performance.now();
    let got = 0; let bytes = 0; let resolve = () => {};
    const done = new Promise<void>((r) => (resolve = r));
    const sub = await pg.eventLog.subscribe(['t'], { assigned: async () => null, batch: async (b) => { got += b.records.length; for (const r of b.records) bytes += r.value?.length ?? 0; if (got === 10200) resolve(); }, revoked() {}, alarm(a) { console.log(a); } });
    await done; console.log('read rec/s', Math.round(got / ((performance.now() - t2) / 1000)), 'MB/s', (bytes / 1e6 / ((performance.now() - t2) / 1000)).toFixed(1));
    await sub.stop();
  }
  const t4 = performance.now();
  const facts = await pg.read.facts('p1', { kinds: ['reading'], from: 0, to: Number.MAX_SAFE_INTEGER });
  console.log('read facts', facts.length, 'ms', (performance.now() - t4).toFixed(0));
  const t5 = performance.now();
  const bf = await pg.read.readingsBefore('p1', [], Number.MAX_SAFE_INTEGER, 12);
  console.log('readingsBefore', bf.length, 'ms', (performance.now() - t5).toFixed(0));
  await pg.close(); await s.stop(); rmSync(dir, { recursive: true });
}, 120000);
