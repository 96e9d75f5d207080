import { refuse } from '../platform/refusalError.js';

/** What a list call takes. */
export interface PageAsked {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export const DEFAULT_LIMIT = 100;

/** A page of a list that is at hand. The cursor is the key of the last item shown, so that new items do not shift it. */
export function pageOf<Item>(items: readonly Item[], asked: PageAsked, keyOf: (item: Item) => string) {
  const limit = asked.limit ?? DEFAULT_LIMIT;
  const after = asked.cursor === undefined ? null : readCursor(asked.cursor);
  const start = after === null ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== null && start === 0) refuse('BAD_CURSOR');
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return {
    items: page,
    next: last === undefined || start + limit >= items.length ? null : writeCursor(keyOf(last)),
  };
}

/** Makes a cursor of a key. */
export function writeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** Reads a cursor back; anything we did not write is refused. */
export function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  return writeCursor(key) === cursor && key.length > 0 && key.length <= 200 ? key : refuse('BAD_CURSOR');
}
