import { type Sql, statement } from '../driver/database.js';

const PARKS_BY_ID = statement('parks-by-id', 'SELECT id, key FROM park WHERE id = ANY($1::text[])');

/** Numbers of parks by id; parks are never removed, so a number once known stays true. */
export class ParkKeys {
  private readonly keys = new Map<string, number>();

  constructor(private readonly sql: Sql) {}

  /** Returns the numbers of those that exist. */
  async of(ids: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const wanted = new Set(ids);
    const unseen = [...wanted].filter((id) => !this.keys.has(id));
    // An id with a NUL cannot be a park, and could not even be asked for.
    const askable = unseen.filter((id) => !id.includes('\0'));
    if (askable.length > 0) {
      const rows = await this.sql.rows<{ id: string; key: number }>(PARKS_BY_ID, [askable]);
      for (const { id, key } of rows) this.keys.set(id, key);
    }
    const known = new Map<string, number>();
    for (const id of wanted) {
      const key = this.keys.get(id);
      if (key !== undefined) known.set(id, key);
    }
    return known;
  }

  /** Returns the number of one park, null when there is no such park. */
  async find(id: string): Promise<number | null> {
    return this.keys.get(id) ?? (await this.of([id])).get(id) ?? null;
  }
}
