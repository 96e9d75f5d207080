import { type Sql, statement } from '../driver/database.js';
import { UnstorableTextError } from './unstorableText.js';

const TERMS_BY_TEXT = statement('terms-by-text', 'SELECT key, text FROM term WHERE text = ANY($1::text[])');
const TERMS_BY_KEY = statement('terms-by-key', 'SELECT key, text FROM term WHERE key = ANY($1::int[])');
const ADD_TERMS = statement(
  'add-terms',
  'INSERT INTO term (text) SELECT text FROM unnest($1::text[]) AS t (text) ORDER BY text ON CONFLICT DO NOTHING',
);

interface TermRow {
  readonly key: number;
  readonly text: string;
}

/** More words than this are not held in memory at once. */
const MOST_HELD = 100_000;

/** Numbers of words and back. Words are only ever added, outside of any other transaction, so a pair once seen stays true. */
export class Terms {
  private readonly keys = new Map<string, number>();
  private readonly texts = new Map<number, string>();

  constructor(private readonly sql: Sql) {}

  /** Returns the numbers of words, giving new words one. */
  async keysOf(words: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    const unseen: string[] = [];
    for (const word of new Set(words)) {
      const key = this.keys.get(word);
      if (key === undefined) unseen.push(word);
      else found.set(word, key);
    }
    if (unseen.length === 0) return found;
    let rows = await this.sql.rows<TermRow>(TERMS_BY_TEXT, [unseen]);
    if (rows.length < unseen.length) {
      await this.sql.rows(ADD_TERMS, [unseen]);
      rows = await this.sql.rows<TermRow>(TERMS_BY_TEXT, [unseen]);
    }
    this.hold(rows);
    for (const { key, text } of rows) found.set(text, key);
    const lost = unseen.find((word) => !found.has(word));
    if (lost !== undefined) throw new UnstorableTextError(lost);
    return found;
  }

  /** Returns the words of numbers. */
  async textsOf(keys: Iterable<number>): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    const unseen: number[] = [];
    for (const key of new Set(keys)) {
      const text = this.texts.get(key);
      if (text === undefined) unseen.push(key);
      else found.set(key, text);
    }
    if (unseen.length === 0) return found;
    const rows = await this.sql.rows<TermRow>(TERMS_BY_KEY, [unseen]);
    this.hold(rows);
    for (const { key, text } of rows) found.set(key, text);
    return found;
  }

  private hold(rows: readonly TermRow[]): void {
    if (this.keys.size + rows.length > MOST_HELD) {
      this.keys.clear();
      this.texts.clear();
    }
    for (const { key, text } of rows) {
      this.keys.set(text, key);
      this.texts.set(key, text);
    }
  }
}
