import type { AlertCommit, AlertContext } from '@parkpulse/application';
import type { Transaction } from '../driver/database.js';
import type { BookOwner } from './bookRows.js';
import { type HeldBook, readAlertContext } from './readBook.js';
import { saveAlertCommit } from './saveCommit.js';

/** The alerts of the park that an assess transaction has locked: read once, decided, and stored with the levels. */
export class AlertWork {
  private constructor(
    private readonly transaction: Transaction,
    private readonly park: number,
    private readonly held: HeldBook,
    readonly context: AlertContext,
  ) {}

  static async read(transaction: Transaction, owner: BookOwner): Promise<AlertWork> {
    const { held, ...context } = await readAlertContext(transaction, owner);
    return new AlertWork(transaction, owner.key, held, context);
  }

  async save(commit: AlertCommit | null): Promise<void> {
    if (commit !== null) await saveAlertCommit(this.transaction, this.park, this.held, commit);
  }
}
