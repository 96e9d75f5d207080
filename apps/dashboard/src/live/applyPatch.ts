import type { Assessment, LivePatch, LiveSnapshot } from '../api/types.js';

/** What this browser holds of a park: one revision, whole. */
export interface LivePicture {
  readonly epoch: string;
  readonly revision: number;
  readonly assessment: Assessment;
}

/** What a patch did: applied, already known, or "something is missing between": then a new snapshot is due. */
export type PatchOutcome =
  | { readonly kind: 'applied'; readonly picture: LivePicture }
  | { readonly kind: 'known' }
  | { readonly kind: 'gap' };

export function fromSnapshot({ epoch, revision, assessment }: LiveSnapshot): LivePicture {
  return { epoch, revision, assessment };
}

/** Applies a patch of revision + 1 to the picture; every number on the page then belongs to that one revision. */
export function applyPatch(picture: LivePicture, patch: LivePatch): PatchOutcome {
  if (patch.revision <= picture.revision) return { kind: 'known' };
  if (patch.revision !== picture.revision + 1) return { kind: 'gap' };
  const changed = new Map(patch.indicators.map((indicator) => [indicator.id, indicator]));
  const assessment: Assessment = {
    ...picture.assessment,
    revision: patch.revision,
    at: patch.at,
    knownAt: patch.knownAt,
    score: patch.score,
    primary: patch.primary,
    secondary: patch.secondary,
    indicators: picture.assessment.indicators.map((indicator) => changed.get(indicator.id) ?? indicator),
  };
  return { kind: 'applied', picture: { epoch: picture.epoch, revision: patch.revision, assessment } };
}
