/** Two soft tones, repeated for eight seconds: made by the browser itself, so that no sound file is needed. */
export interface AlarmSound {
  /** `blocked`: the browser wants a click first; a kiosk is started with --autoplay-policy=no-user-gesture-required. */
  readonly state: () => 'ready' | 'blocked';
  play(): void;
  close(): void;
}

const LOOP_SECONDS = 8;
const TONES = [660, 880] as const;
const TONE_SECONDS = 0.5;

export function openAlarmSound(): AlarmSound {
  let context: AudioContext | null = null;
  const opened = (): AudioContext | null => {
    if (typeof AudioContext === 'undefined') return null;
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    return context;
  };
  return {
    state: () => (opened()?.state === 'running' ? 'ready' : 'blocked'),
    play: () => {
      const ready = opened();
      if (ready?.state === 'running') schedule(ready);
    },
    close: () => void context?.close().catch(() => undefined),
  };
}

function schedule(context: AudioContext): void {
  const start = context.currentTime + 0.05;
  for (let at = 0; at < LOOP_SECONDS; at += 2) {
    TONES.forEach((tone, index) => ring(context, tone, start + at + index * TONE_SECONDS));
  }
}

function ring(context: AudioContext, frequency: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.25, at + 0.04);
  volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_SECONDS);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + TONE_SECONDS);
  tone.onended = () => {
    tone.disconnect();
    volume.disconnect();
  };
}
