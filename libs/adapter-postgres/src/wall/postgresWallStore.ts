import type { NewPairing, NewWall, WallRecord, WallSettings, WallStore } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import type { Database, Sql } from '../driver/database.js';
import type { NotificationListener } from '../live/notificationListener.js';
import { isKey } from '../read/deadLetterRecords.js';
import * as statements from './wallStatements.js';

interface WallRow extends Omit<WallRecord, 'installation' | 'control' | 'report'> {
  readonly installation: string | null;
  readonly control: string;
  readonly report: string | null;
}

/** Walls, their pairings and what the desk told them. */
export class PostgresWallStore implements WallStore {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationListener,
  ) {}

  /** Codes are counted and added one after the other, so that neither the bound nor a code is taken twice. */
  addPairing(pairing: NewPairing, most: number): Promise<'added' | 'taken' | 'full'> {
    const { code, secretHash, createdAt, expiresAt } = pairing;
    return this.database.transaction(async (transaction) => {
      await transaction.rows(statements.LOCK_PAIRINGS);
      await transaction.rows(statements.DROP_EXPIRED, [fromInstant(createdAt)]);
      const [held = { waiting: 0, same: 0 }] = await transaction.rows<{ waiting: number; same: number }>(
        statements.COUNT_PAIRINGS,
        [code],
      );
      if (held.same > 0) return 'taken';
      if (held.waiting >= most) return 'full';
      await transaction.rows(statements.ADD_PAIRING, [
        code,
        Buffer.from(secretHash),
        fromInstant(createdAt),
        fromInstant(expiresAt),
      ]);
      return 'added';
    });
  }

  approve(code: string, now: Instant, wall: NewWall): Promise<WallRecord | null> {
    return this.database.transaction(async (transaction) => {
      const waiting = await transaction.rows(statements.LOCK_CODE, [code, fromInstant(now)]);
      if (waiting.length === 0) return null;
      const { park, name, createdAt, createdBy, control } = wall;
      const values = [park, name, fromInstant(createdAt), createdBy, JSON.stringify(control)];
      const record = await one(transaction, statements.ADD_WALL, values);
      await transaction.rows(statements.TIE_CODE, [code, record?.id]);
      return record;
    });
  }

  claim(secretHash: Uint8Array, tokenHash: Uint8Array, now: Instant): ReturnType<WallStore['claim']> {
    return this.database.transaction(async (transaction) => {
      const [pairing] = await transaction.rows<{ wall: string | null }>(statements.PAIRING, [
        Buffer.from(secretHash),
        fromInstant(now),
      ]);
      if (pairing === undefined) return { kind: 'expired' };
      if (pairing.wall === null) return { kind: 'waiting' };
      const values = [pairing.wall, Buffer.from(tokenHash), fromInstant(now)];
      const wall = await one(transaction, statements.GIVE_TOKEN, values);
      return wall === null ? { kind: 'expired' } : { kind: 'paired', wall };
    });
  }

  wallByHash(tokenHash: Uint8Array, now: Instant): Promise<WallRecord | null> {
    return one(this.database, statements.BY_TOKEN, [Buffer.from(tokenHash), fromInstant(now)]);
  }

  async walls(park: string): Promise<readonly WallRecord[]> {
    return (await this.database.rows<WallRow>(statements.OF_PARK, [park])).map(toRecord);
  }

  wall(id: string): Promise<WallRecord | null> {
    return isKey(id) ? one(this.database, statements.BY_ID, [id]) : Promise.resolve(null);
  }

  async change(
    park: string,
    id: string,
    decide: (wall: WallRecord) => WallSettings,
  ): Promise<WallRecord | null> {
    if (!isKey(id)) return null;
    return this.database.transaction(async (transaction) => {
      const wall = await one(transaction, statements.LOCK_WALL, [id, park]);
      if (wall === null) return null;
      const { name, installation, control } = decide(wall);
      const built = installation === null ? null : JSON.stringify(installation);
      await transaction.rows(statements.TELL, [id]);
      return one(transaction, statements.CHANGE, [id, name, built, JSON.stringify(control)]);
    });
  }

  async report(id: string, report: NonNullable<WallRecord['report']>, now: Instant): Promise<void> {
    await this.database.rows(statements.REPORT, [id, JSON.stringify(report), fromInstant(now)]);
  }

  async remove(park: string, id: string): Promise<boolean> {
    if (!isKey(id)) return false;
    return this.database.transaction(async (transaction) => {
      await transaction.rows(statements.TELL, [id]);
      return (await transaction.rows(statements.REMOVE, [id, park])).length > 0;
    });
  }

  async subscribe(listener: (id: string | null) => void): Promise<{ stop(): Promise<void> }> {
    const stop = await this.notifications.listen(statements.WALL_CHANNEL, {
      message: listener,
      resumed: () => listener(null),
    });
    return {
      stop() {
        stop();
        return Promise.resolve();
      },
    };
  }
}

async function one(
  sql: Sql,
  statement: (typeof statements)['BY_ID'],
  values: readonly unknown[],
): Promise<WallRecord | null> {
  const [row] = await sql.rows<WallRow>(statement, values);
  return row === undefined ? null : toRecord(row);
}

function toRecord(row: WallRow): WallRecord {
  return {
    ...row,
    installation: parsed<WallRecord['installation']>(row.installation),
    control: JSON.parse(row.control) as WallRecord['control'],
    report: parsed<WallRecord['report']>(row.report),
  };
}

function parsed<Value>(text: string | null): Value | null {
  return text === null ? null : (JSON.parse(text) as Value);
}
