import type { AlertSetting, AlertSettings, ChangedBy, SettingChange } from '@parkpulse/application';
import { DEFAULT_NOTICE_POLICY, type Instant, type NoticePolicy, type Shift } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, type Statement, statement } from '../driver/database.js';
import { WAKE_PARK } from './wakePark.js';

const SETTING = statement(
  'alert-setting-of-park',
  `SELECT coalesce(s.revision, 0) AS revision, s.policy, s.shifts, s.policy_by AS "policyBy", s.policy_at AS "policyAt",
     s.shifts_by AS "shiftsBy", s.shifts_at AS "shiftsAt"
   FROM park p LEFT JOIN alert_setting s ON s.park = p.key WHERE p.id = $1`,
);
const PARK_KEY = statement('park-key-for-alert-setting', 'SELECT key FROM park WHERE id = $1');
const PUT_POLICY = statement(
  'put-alert-policy',
  `INSERT INTO alert_setting AS s (park, policy, policy_by, policy_at, revision)
   SELECT $1, $2, $3, $4, 1 WHERE $5::integer IS NULL OR $5 = 0 OR EXISTS (SELECT 1 FROM alert_setting WHERE park = $1)
   ON CONFLICT (park) DO UPDATE SET policy = excluded.policy, policy_by = excluded.policy_by,
     policy_at = excluded.policy_at, revision = s.revision + 1
   WHERE $5::integer IS NULL OR s.revision = $5
   RETURNING revision`,
);
const PUT_SHIFTS = statement(
  'put-duty-roster',
  `INSERT INTO alert_setting AS s (park, shifts, shifts_by, shifts_at, revision)
   SELECT $1, $2, $3, $4, 1 WHERE $5::integer IS NULL OR $5 = 0 OR EXISTS (SELECT 1 FROM alert_setting WHERE park = $1)
   ON CONFLICT (park) DO UPDATE SET shifts = excluded.shifts, shifts_by = excluded.shifts_by,
     shifts_at = excluded.shifts_at, revision = s.revision + 1
   WHERE $5::integer IS NULL OR s.revision = $5
   RETURNING revision`,
);

interface SettingRow {
  readonly revision: number;
  readonly policy: string | null;
  readonly shifts: string | null;
  readonly policyBy: string | null;
  readonly policyAt: Instant | null;
  readonly shiftsBy: string | null;
  readonly shiftsAt: Instant | null;
}

/** How parks are told of alerts, as people have set it; the assessor reads it with the book of the park. */
export class PostgresAlertSettings implements AlertSettings {
  constructor(private readonly database: Database) {}

  async setting(park: string): Promise<AlertSetting | null> {
    const [row] = await this.database.rows<SettingRow>(SETTING, [park]);
    if (row === undefined) return null;
    return {
      revision: row.revision,
      policy: { ...DEFAULT_NOTICE_POLICY, ...(JSON.parse(row.policy ?? '{}') as Partial<NoticePolicy>) },
      shifts: JSON.parse(row.shifts ?? '[]') as readonly Shift[],
      policyChanged: changed(row.policyBy, row.policyAt),
      shiftsChanged: changed(row.shiftsBy, row.shiftsAt),
    };
  }

  putPolicy(change: SettingChange, policy: NoticePolicy): Promise<boolean> {
    return this.put(PUT_POLICY, change, policy);
  }

  putShifts(change: SettingChange, shifts: readonly Shift[]): Promise<boolean> {
    return this.put(PUT_SHIFTS, change, shifts);
  }

  private put(
    query: Statement,
    { park, by, at, revision }: SettingChange,
    value: NoticePolicy | readonly Shift[],
  ): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [owner] = await transaction.rows<{ readonly key: number }>(PARK_KEY, [park]);
      if (owner === undefined) return false;
      const values = [owner.key, JSON.stringify(value), by, fromInstant(at), revision];
      const stored = await transaction.rows(query, values);
      if (stored.length > 0) await transaction.rows(WAKE_PARK, [owner.key]);
      return stored.length > 0;
    });
  }
}

function changed(by: string | null, at: Instant | null): ChangedBy | null {
  return by === null || at === null ? null : { by, at };
}
