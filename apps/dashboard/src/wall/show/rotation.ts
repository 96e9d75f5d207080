import type { WallControl, WallScene } from '@parkpulse/contracts';

/** Which scene is on, since when, and up to which skip of the desk it has followed. */
export interface Rotation {
  readonly scene: WallScene;
  readonly since: number;
  readonly skips: number;
}

export interface RotationInput {
  readonly control: WallControl;
  /** Scenes that failed lately: they are passed over, and never stop the others. */
  readonly failing: ReadonlySet<WallScene>;
  /** An alert takes the wall over: the scene of changes stays on. */
  readonly isTakenOver: boolean;
  readonly now: number;
}

const ALERT_SCENE: WallScene = 'changes';

/** Begins with the scene that was on before a reload, while it is still played; else with the first. */
export function firstRotation(control: WallControl, now: number, kept: WallScene | null = null): Rotation {
  const scene = control.scenes.find((one) => one === kept) ?? control.scenes[0] ?? 'overview';
  return { scene, since: now, skips: control.skips };
}

/** Moves the rotation on: pinned before taken over before skipped before paused before its time. */
export function nextRotation(rotation: Rotation, input: RotationInput): Rotation {
  const { control, failing, now } = input;
  const scenes = playable(control, failing);
  const skipped = control.skips - rotation.skips;
  const held = heldBy(input, scenes);
  if (held !== null) return turnTo(rotation, held, { now, skips: control.skips });
  const index = scenes.indexOf(rotation.scene);
  if (skipped !== 0)
    return turnTo(rotation, around(scenes, Math.max(index, 0) + skipped), { now, skips: control.skips });
  if (index < 0)
    return turnTo(rotation, nextOf(control.scenes, scenes, rotation.scene), { now, skips: control.skips });
  if (control.paused || now - rotation.since < secondsOf(rotation.scene, control) * 1000) return rotation;
  return { scene: around(scenes, index + 1), since: now, skips: control.skips };
}

/** How long a scene stays on, in seconds. */
export function secondsOf(scene: WallScene, { seconds }: WallControl): number {
  return scene === 'overview' ? seconds.overview : seconds.others;
}

function heldBy({ control, isTakenOver }: RotationInput, scenes: readonly WallScene[]): WallScene | null {
  if (control.pinned !== null && scenes.includes(control.pinned)) return control.pinned;
  if (control.pinned === null && isTakenOver && scenes.includes(ALERT_SCENE)) return ALERT_SCENE;
  return null;
}

// A pinned scene or that of alerts may be one that does not rotate; when all have failed, all are tried again.
function playable({ scenes, pinned }: WallControl, failing: ReadonlySet<WallScene>): readonly WallScene[] {
  const all = pinned === null || scenes.includes(pinned) ? scenes : [...scenes, pinned];
  const whole = all.filter((scene) => !failing.has(scene));
  return whole.length > 0 ? whole : all;
}

function turnTo(
  rotation: Rotation,
  scene: WallScene,
  { now, skips }: { readonly now: number; readonly skips: number },
): Rotation {
  if (scene === rotation.scene) return skips === rotation.skips ? rotation : { ...rotation, skips };
  return { scene, since: now, skips };
}

function around(scenes: readonly WallScene[], index: number): WallScene {
  const count = scenes.length;
  return scenes[((index % count) + count) % count] ?? 'overview';
}

// The one that would have come after a scene that is gone.
function nextOf(order: readonly WallScene[], scenes: readonly WallScene[], gone: WallScene): WallScene {
  const place = order.indexOf(gone);
  const later = order.slice(place + 1).find((scene) => scenes.includes(scene));
  return later ?? scenes[0] ?? 'overview';
}
