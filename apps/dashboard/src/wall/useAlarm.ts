import type { WallControl } from '@parkpulse/contracts';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { timeText } from '../format/time.js';
import { openAlarmSound } from './alarm/sound.js';
import { isMuted, isSoundDue } from './alarm/soundPlan.js';
import { fromAlerts, fromTransitions, takeoverOf, unheard } from './alarm/takeover.js';
import type { WallPicture } from './data/picture.js';

export interface AlarmLinks {
  readonly picture: () => WallPicture;
  readonly control: () => WallControl | null;
  readonly zone: () => string;
  readonly now: () => number;
}

/** The open alerts, what of them takes the wall over, and their sound. */
export function useAlarm({ picture, control, zone, now }: AlarmLinks) {
  const sound = openAlarmSound();
  const soundState = ref<'ready' | 'blocked' | 'off'>('off');
  let sounded: { readonly at: number; readonly ids: ReadonlySet<string> } | null = null;

  const alerts = computed(() => {
    const told = control();
    if (told === null) return [];
    const { alerts: list, transitions } = picture();
    return list === null ? fromTransitions(transitions ?? [], told, now()) : fromAlerts(list, told);
  });
  const takeover = computed(() => takeoverOf(alerts.value, now()));

  watch(now, (time) => {
    const told = control();
    if (told === null) return;
    const open = unheard(alerts.value);
    if (open.length === 0) sounded = null;
    const muted = isMuted(told.sound, timeText(time, 'hour', { zone: zone() }));
    soundState.value = told.sound.on ? sound.state() : 'off';
    const isNew = open.some((id) => sounded?.ids.has(id) !== true);
    const asked = { isUnheard: open.length > 0, isNew, isMuted: muted, soundedAt: sounded?.at ?? null };
    if (!isSoundDue({ ...asked, now: time })) return;
    sounded = { at: time, ids: new Set(open) };
    sound.play();
  });
  onScopeDispose(() => sound.close());
  return { alerts, takeover, soundState };
}
