import { type Sql, statement } from '../driver/database.js';

/** As the sequence counts (migration 0007). */
const BLOCK = 10_000;
const NEXT_BLOCK = statement('next-event-block', `SELECT nextval('event_key_seq') AS first`);

/** Numbers for new events, taken from the database a block at a time; numbers not used are never given again. */
export class EventKeys {
  private next = 0;
  private end = 0;

  constructor(private readonly sql: Sql) {}

  /** Returns as many numbers, each higher than the one before. */
  async take(count: number): Promise<readonly number[]> {
    const keys: number[] = [];
    for (;;) {
      while (keys.length < count && this.next < this.end) keys.push(this.next++);
      if (keys.length === count) return keys;
      await this.takeBlock();
    }
  }

  private async takeBlock(): Promise<void> {
    const [row] = await this.sql.rows<{ first: number }>(NEXT_BLOCK);
    if (row === undefined) throw new Error('no event numbers were given');
    this.next = row.first;
    this.end = row.first + BLOCK;
  }
}
