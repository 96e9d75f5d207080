import type { WallControl } from '@parkpulse/contracts';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { timeText } from '../format/time.js';
import { openAlarmSound } from './alarm/sound.js';
import { isMuted, isSoundDue } from './alarm/soundPlan.js';
import { fromAlerts, fromTransitions, isUnheard, takeoverOf } from './alarm/takeover.js';
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
  let soundedAt: number | null = null;

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
    const open = isUnheard(alerts.value);
    if (!open) soundedAt = null;
    const muted = isMuted(told.sound, timeText(time, 'hour', { zone: zone() }));
    soundState.value = told.sound.on ? sound.state() : 'off';
    if (!isSoundDue({ isUnheard: open, isMuted: muted, soundedAt, now: time })) return;
    soundedAt = time;
    sound.play();
  });
  onScopeDispose(() => sound.close());
  return { alerts, takeover, soundState };
}
