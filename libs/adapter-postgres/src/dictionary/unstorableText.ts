/**
 * A text that does not come back from the database as it was sent (half of a surrogate pair). It carries the SQLSTATE of
 * invalid characters, so it is a fault of the data like those the database finds itself.
 */
export class UnstorableTextError extends Error {
  override readonly name = 'UnstorableTextError';
  readonly code = '22021';

  constructor(text: string) {
    super(`a text cannot be stored as it is: ${JSON.stringify(text.slice(0, 100))}`);
  }
}
