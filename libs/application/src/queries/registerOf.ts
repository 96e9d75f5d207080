import type { RegisterItem } from '@parkpulse/contracts';
import { type Instant, ParkFacts, type RegistryAttributes, type RegistryEntity } from '@parkpulse/domain';
import type { ReadModel } from '../ports.js';
import { timeText } from './wire.js';

const ENTITIES: readonly RegistryEntity[] = ['enterprise', 'device', 'system'];

/** The register as it was in force at a moment: who is in the park, and what it says of each. */
export async function registerOf(
  read: ReadModel,
  { park, at, kind }: { readonly park: string; readonly at: Instant; readonly kind: RegistryEntity | null },
): Promise<readonly RegisterItem[]> {
  const { register } = ParkFacts.of(await read.registry(park));
  return ENTITIES.filter((entity) => kind === null || kind === entity).flatMap((entity) =>
    register.membersAt(entity, at).map(({ id, attributes }) => {
      const span = register.spansOf(entity, id).find(({ from, to }) => from <= at && at < to);
      return {
        kind: entity,
        id,
        effectiveFrom: timeText(span?.from ?? at),
        effectiveTo: span === undefined || span.to === Number.POSITIVE_INFINITY ? null : timeText(span.to),
        attributes: attributesWire(attributes),
      };
    }),
  );
}

// Written as a register entry sends them, so that what is read can be sent back.
function attributesWire({ entity: _entity, ...attributes }: RegistryAttributes): RegisterItem['attributes'] {
  const stated = Object.entries(attributes).filter(([, value]) => value !== null);
  return Object.fromEntries(
    stated.map(([name, value]) => [
      name,
      name === 'stopUse' ? stopUseWire(value as readonly StopUse[]) : value,
    ]),
  );
}

type StopUse = { readonly from: Instant; readonly to: Instant; readonly reason: string };

function stopUseWire(spans: readonly StopUse[]): unknown {
  return spans.map(({ from, to, reason }) => ({ from: timeText(from), to: timeText(to), reason }));
}
