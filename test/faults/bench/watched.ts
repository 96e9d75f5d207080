import type kafkajs from 'kafkajs';
import { sleep } from './postgresServer.js';
import type { Ground } from './ground.js';

export interface Write {
  readonly at: number;
  readonly who: string;
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly to: number;
}

/** How far the product has come with what was sent, as its database and the brokers say. */
export abstract class Watched {
  abstract readonly ground: Ground;
  abstract readonly database: string;
  abstract readonly prefix: string;
  abstract administer<Answer>(step: (admin: kafkajs.Admin) => Promise<Answer>): Promise<Answer>;

  /** When offsets were moved, by whom; oldest first. */
  async writes(since = 0): Promise<readonly Write[]> {
    const text = `SELECT (extract(epoch FROM at) * 1000)::float8 AS at, split_part(who, '_', 1) AS who, topic, partition, epoch::int, "to"::int FROM fault_write WHERE at >= to_timestamp($1::float8 / 1000) ORDER BY at`;
    return this.ground.postgres.rows<Write>(this.database, text, [since]);
  }

  /** Partitions that a worker was the last to commit. */
  async heldBy(worker: string): Promise<ReadonlySet<string>> {
    const last = await this.ground.postgres.rows<{ name: string; who: string }>(
      this.database,
      `SELECT DISTINCT ON (topic, partition) topic || '/' || partition AS name, split_part(who, '_', 1) AS who
       FROM fault_write ORDER BY topic, partition, at DESC`,
    );
    return new Set(last.filter(({ who }) => who === worker).map(({ name }) => name));
  }

  /** Milliseconds from an instant to the first commit after it; rejects when none comes. */
  async recovery(
    since: number,
    patienceMs = 60_000,
    filter: (write: Write) => boolean = () => true,
  ): Promise<number> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
      const first = (await this.writes(since).catch(() => [])).find(filter);
      if (first !== undefined) return Math.round(first.at - since);
    }
    throw new Error(`no commit within ${patienceMs} ms`);
  }

  /** Waits until everything sent is stored, assessed and published. */
  async settle(patienceMs = 180_000): Promise<void> {
    for (const end = Date.now() + patienceMs; ; await sleep(300)) {
      const last = await this.whatIsLeft().catch((error: unknown) => String(error));
      if (last === '') return;
      if (Date.now() > end) throw new Error(`not settled within ${patienceMs} ms: ${last}`);
    }
  }

  /** Records that the brokers hold and the database has not taken. */
  unread(): Promise<number> {
    return this.administer(async (admin) => {
      const stands = await this.ground.postgres.rows<{ topic: string; partition: number; next: number }>(
        this.database,
        'SELECT topic, partition, max(next_offset)::int AS next FROM stream_offset GROUP BY 1, 2',
      );
      const next = new Map(stands.map((each) => [`${each.topic}/${each.partition}`, each.next]));
      let left = 0;
      for (const name of ['measures', 'devices', 'registry']) {
        for (const { partition, high } of await admin.fetchTopicOffsets(this.prefix + name))
          left += Math.max(0, Number(high) - (next.get(`${this.prefix}${name}/${partition}`) ?? 0));
      }
      return left;
    });
  }

  private async whatIsLeft(): Promise<string> {
    const unread = await this.unread();
    const [{ touched = 0, told = 0 } = {}] = await this.ground.postgres.rows<{
      touched: number;
      told: number;
    }>(
      this.database,
      `SELECT (SELECT count(*) FROM park_touch)::int AS touched,
         (SELECT count(*) FROM park_state s LEFT JOIN publication c USING (park) WHERE s.revision > coalesce(c.revision, 0))::int AS told`,
    );
    return unread + touched + told === 0
      ? ''
      : `${unread} unread, ${touched} touches, ${told} parks not published`;
  }
}
