import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ LOG_LEVEL: 'silent' });
});
afterAll(() => server.stop());

it('a killed database is told as 503, comes back by itself, and nothing accepted is lost', async () => {
  await server.send('POST', '/api/v1/parks', { id: 'p1', name: 'p1' });
  const postmaster = join(server.folder, 'postgres/cluster/postmaster.pid');
  process.kill(Number(readFileSync(postmaster, 'utf8').split('\n', 1)[0]), 'SIGKILL');
  const statuses = new Set<number>();
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const answer = await server.get('/api/v1/parks');
    statuses.add(answer.status);
    if (answer.status !== 200) expect(answer.body).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    if (answer.status === 200 && statuses.has(503)) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect([...statuses].sort()).toEqual([200, 503]);
  const listed = await server.get('/api/v1/parks');
  expect(listed.body.items).toMatchObject([{ id: 'p1' }]);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await server.stranger('GET', '/health/ready')).status === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect((await server.stranger('GET', '/health/ready')).body).toMatchObject({ status: 'ok' });
});
