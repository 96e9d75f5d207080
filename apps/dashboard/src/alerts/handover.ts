import { byUrgency } from './order.js';
import type { AlertItem } from './types.js';

/** What one shift hands to the next. */
export interface Handover {
  /** Open at the end, nobody has acted: the next shift must. */
  readonly waiting: readonly AlertItem[];
  /** Open at the end, known to somebody. */
  readonly carried: readonly AlertItem[];
  /** Fired in the shift. */
  readonly fired: readonly AlertItem[];
  /** Over within the shift. */
  readonly over: readonly AlertItem[];
  readonly said: readonly {
    readonly alert: AlertItem;
    readonly by: string;
    readonly at: string;
    readonly text: string;
  }[];
}

/** Sorts what was open at any time of a shift into what the sheet lists. */
export function toHandover(alerts: readonly AlertItem[], from: number, to: number): Handover {
  const told = alerts.filter(({ firedAt }) => firedAt !== null);
  const isIn = (moment: string | null): boolean =>
    moment !== null && Date.parse(moment) >= from && Date.parse(moment) < to;
  const isOpen = ({ firedAt, resolvedAt }: AlertItem): boolean =>
    Date.parse(firedAt ?? '') < to && (resolvedAt === null || Date.parse(resolvedAt) >= to);
  const open = told.filter(isOpen).sort(byUrgency);
  return {
    waiting: open.filter(({ acknowledged, suppressed }) => acknowledged === null && suppressed === null),
    carried: open.filter(({ acknowledged, suppressed }) => acknowledged !== null || suppressed !== null),
    fired: told.filter(({ firedAt }) => isIn(firedAt)),
    over: told.filter(({ resolvedAt }) => isIn(resolvedAt)),
    said: told
      .flatMap((alert) => alert.comments.map((comment) => ({ alert, ...comment })))
      .filter(({ at }) => isIn(at))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  };
}
