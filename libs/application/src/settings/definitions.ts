import {
  DEFAULT_VERSION,
  type DefinitionFields,
  type Instant,
  type MeasureDefinition,
  composeDefinition,
  defaultDefinition,
  definitionAt,
  isMeasureKey,
  validateDefinition,
} from '@parkpulse/domain';
import { type Actor, actorName } from '../identity/actor.js';
import type { ReadModel } from '../ports.js';
import { type Refused, refuse } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { SettingPorts } from './parks.js';

/** Which definition is asked for: a version by its number, else the one in force at an instant. */
export interface DefinitionQuery {
  readonly park: string;
  readonly measure: string;
  readonly at: Instant;
  readonly version: number | null;
}

/** The definition of a measure in a park; version 1 is the default, in force before any of the park's own. */
export async function definitionOf(
  read: Pick<ReadModel, 'definitions'>,
  { park, measure, at, version }: DefinitionQuery,
): Promise<MeasureDefinition | Refused> {
  if (!isMeasureKey(measure))
    return refused('NOT_FOUND', { zh: `没有量 ${measure}`, en: `There is no measure ${measure}` });
  const own = (await read.definitions(park)).filter((definition) => definition.measure === measure);
  if (version === null) return definitionAt(measure, own, at);
  if (version === DEFAULT_VERSION) return defaultDefinition(measure);
  return own.find((definition) => definition.version === version) ?? refused('NOT_FOUND');
}

export interface NewDefinition {
  readonly park: string;
  readonly measure: string;
  /** Fields that differ from the measure's defaults. */
  readonly fields: Partial<DefinitionFields>;
  /** Null: from now on. An earlier instant restates history with cause `rule`. */
  readonly effectiveFrom: Instant | null;
}

/** Puts a new version of a measure's definition into force. */
export async function putDefinition(
  ports: SettingPorts,
  actor: Actor,
  { park, measure, fields, effectiveFrom }: NewDefinition,
): Promise<MeasureDefinition | Refused> {
  if (!isMeasureKey(measure))
    return refused('NOT_FOUND', { zh: `没有量 ${measure}`, en: `There is no measure ${measure}` });
  const now = ports.clock.now();
  const head = { version: DEFAULT_VERSION + 1, effectiveFrom: effectiveFrom ?? now };
  const definition = composeDefinition(measure, fields, head);
  const [fault] = validateDefinition(definition);
  if (fault !== undefined) {
    const { pointer } = fault;
    return refuse(
      'FIELD_INVALID',
      `定义字段 ${pointer} 的值无效`,
      `The field ${pointer} of the definition is not valid`,
      pointer,
    );
  }
  const by = actorName(actor);
  const stored = await ports.settings.putDefinition(park, withoutVersion(definition), by, now);
  await ports.identity.audit({ at: now, actor: by, action: 'definition.changed', park, detail: stored });
  return stored;
}

function withoutVersion({
  version: _version,
  ...rest
}: MeasureDefinition): Omit<MeasureDefinition, 'version'> {
  return rest;
}
