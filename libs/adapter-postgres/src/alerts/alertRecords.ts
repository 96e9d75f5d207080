import type { AlertComment, AlertRecord } from '@parkpulse/application';
import { toAlert } from './bookRows.js';

/** The columns of an alert `a` with its park `p` and what people said. */
export const ALERT_COLUMNS = `a.id, a.park AS key, p.id AS park, a.state,
  coalesce((SELECT json_agg(json_build_object('at', e.at, 'detail', e.detail::json) ORDER BY e.key)
    FROM alert_event e WHERE e.alert = a.id AND e.kind = 'commented'), '[]') AS comments`;

export interface AlertRow {
  readonly id: string;
  readonly key: number;
  readonly park: string | null;
  readonly state: string;
  readonly comments: readonly {
    readonly at: string;
    readonly detail: { readonly by: string; readonly text: string };
  }[];
}

export function toRecord({ park, state, comments }: AlertRow): AlertRecord {
  return { ...toAlert({ state }), park, comments: comments.map(toComment) };
}

function toComment({ at, detail }: AlertRow['comments'][number]): AlertComment {
  return { by: detail.by, text: detail.text, at: Date.parse(at) };
}
