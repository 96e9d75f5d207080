import type { ReadModel, WallRecord } from '@parkpulse/application';
import { type OwnWall, type Wall, toTimeText } from '@parkpulse/contracts';

/** A wall as the desk sees it. */
export function toWall(record: WallRecord): Wall {
  const { createdAt, lastSeenAt, reportedAt, ...rest } = record;
  return {
    ...rest,
    createdAt: toTimeText(createdAt),
    lastSeenAt: lastSeenAt === null ? null : toTimeText(lastSeenAt),
    reportedAt: reportedAt === null ? null : toTimeText(reportedAt),
  };
}

/** A wall as it sees itself; `now` lets it show the server's clock. */
export async function toOwnWall(
  read: Pick<ReadModel, 'park'>,
  { id, name, park, installation, control }: WallRecord,
  now: number,
): Promise<OwnWall> {
  const known = await read.park(park);
  const { name: parkName = park, timeZone = 'UTC' } = known ?? {};
  return {
    id,
    name,
    park: { id: park, name: parkName, timeZone },
    now: new Date(now).toISOString(),
    installation,
    control,
  };
}
