import type { ClauseId, CompiledStandard, IndicatorId, Instant, Level } from '@parkpulse/domain';
import { capabilityClausesUpTo } from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import type { AttestationRecord } from '../ports.js';
import type { SettingPorts } from './parks.js';

/** What is attested: one capability clause either way, or every one of an indicator up to a level as met. */
export type AttestationSubject =
  | { readonly kind: 'clause'; readonly clause: ClauseId; readonly status: 'met' | 'unmet' }
  | { readonly kind: 'indicator'; readonly indicator: IndicatorId; readonly upTo: Level };

export interface NewAttestation {
  readonly subject: AttestationSubject;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly note: string | null;
}

/**
 * Records attestations, one row per clause. An administrator's word counts as verified by them (ruling A13 asks for
 * verification, not for a second person; the panel looks at the evidence itself).
 */
export async function attest(
  ports: SettingPorts,
  standard: CompiledStandard,
  actor: Actor,
  { park, attestation }: { readonly park: string; readonly attestation: NewAttestation },
): Promise<readonly AttestationRecord[]> {
  const { subject, from, to, note } = attestation;
  const recordedAt = ports.clock.now();
  const by = actorName(actor);
  const rows = clausesOf(standard, subject).map(({ clause, status }) => ({
    clause,
    status,
    from,
    to,
    note,
    by,
    recordedAt,
    verifiedBy: by,
  }));
  const records = await ports.settings.addAttestations(park, rows);
  await ports.identity.audit({
    at: recordedAt,
    actor: by,
    action: 'attestation.added',
    park,
    detail: { subject, from, to },
  });
  return records;
}

function clausesOf(
  standard: CompiledStandard,
  subject: AttestationSubject,
): readonly { readonly clause: ClauseId; readonly status: 'met' | 'unmet' }[] {
  switch (subject.kind) {
    case 'clause':
      return [{ clause: subject.clause, status: subject.status }];
    case 'indicator':
      return capabilityClausesUpTo(standard, subject.indicator, subject.upTo).map((clause) => ({
        clause,
        status: 'met',
      }));
  }
}
