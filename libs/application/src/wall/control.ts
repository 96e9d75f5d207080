import { WALL_SCENES, toTimeText, type WallControl, type WallControlChange } from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';

/** What a new wall does until the desk says otherwise. */
export const DEFAULT_CONTROL: WallControl = {
  revision: 0,
  scenes: WALL_SCENES,
  paused: false,
  pinned: null,
  skips: 0,
  seconds: { overview: 20, others: 15 },
  visitor: false,
  demo: false,
  locale: 'zh-CN',
  sound: { on: true, muteFrom: null, muteTo: null },
  acknowledgedTo: null,
};

/** What a wall is to do after a change at the desk. */
export function nextControl(control: WallControl, change: WallControlChange, now: Instant): WallControl {
  const { skip = 0, acknowledge = false, ...stated } = change;
  return {
    ...control,
    ...stated,
    skips: control.skips + skip,
    acknowledgedTo: acknowledge ? toTimeText(now) : control.acknowledgedTo,
    revision: control.revision + 1,
  };
}
