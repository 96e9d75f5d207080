import type { AlertCommit, AlertContext } from '@parkpulse/application';
import type { Transaction } from '../driver/database.js';
import type { BookOwner } from './bookRows.js';
import { type HeldBook, readAlertContext } from './readBook.js';
import { saveAlertCommit } from './saveCommit.js';

/** The alerts of the park that an assess transaction has locked: read once, decided, and stored with the levels. */
export class AlertWork {
  private held: HeldBook | null = null;

  constructor(
    private readonly transaction: Transaction,
    private readonly owner: BookOwner,
  ) {}

  async read(): Promise<AlertContext> {
    const { held, ...context } = await readAlertContext(this.transaction, this.owner);
    this.held = held;
    return context;
  }

  /** Throws when nothing was read: a decision belongs to the book it was made from. */
  async save(commit: AlertCommit): Promise<void> {
    if (this.held === null) throw new Error('alerts were decided without their book');
    await saveAlertCommit(this.transaction, this.owner.key, this.held, commit);
  }
}
