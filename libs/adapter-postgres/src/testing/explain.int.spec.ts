import { it } from 'vitest';
import pg from 'pg';
import { testDatabase } from './testDatabase.js';
import { factsBefore, factsWithin, FIRST_ONLINE } from '../facts/factStatements.js';
it('explain', async () => {
  const db = await testDatabase(); const p = await db.open();
  const c = new (pg as any).Client(db.connection); await c.connect();
  await c.query(`insert into event (digest, content, source, id, topic, partition, "offset", sequence, time, known_at) select md5(i::text)::uuid, md5(i::text)::uuid, 1, i::text, 1, 0, i, 0, now(), now() from generate_series(1,12000) i`);
  await c.query(`insert into reading (time, event, numerator, denominator, series, item, opaque) select now() - i * interval '1 minute', i, 1, 2, s, 0, false from generate_series(1,12000) i, generate_series(1,100) s`);
  await c.query(`insert into device_state (time, event, series, item, state) select now() - i * interval '1 minute', i, s, 0, 1 from generate_series(1,5000) i, generate_series(1,100) s`);
  await c.query('analyze'); 
  for (const mode of ['force_generic_plan', 'force_custom_plan']) {
    await c.query(`set plan_cache_mode = ${mode}`);
    for (const [st, vals] of [[factsBefore('reading'), [Array.from({ length: 100 }, (_, i) => i + 1), 'infinity', 12, 'infinity']], [factsBefore('state'), [Array.from({ length: 100 }, (_, i) => i + 1), 'infinity', 1, '2027-01-01']], [FIRST_ONLINE, [Array.from({ length: 100 }, (_, i) => i + 1), 'infinity']], [factsWithin('reading'), [[1, 2, 3], new Date(Date.now() - 1e7).toISOString(), 'infinity']]] as any) {
      const r = await c.query({ text: 'explain (analyze, costs off, timing off, summary on) ' + st.text, values: vals });
      console.log(mode, st.name + '\n' + r.rows.map((x: any) => x['QUERY PLAN']).join('\n'));
    }
  }
  await c.end(); await db.drop();
}, 60000);
