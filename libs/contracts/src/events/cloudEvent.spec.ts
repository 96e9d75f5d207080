import { describe, expect, it } from 'vitest';
import { cloudEvent, toMessage } from './cloudEvent.js';
import { decodeEvent } from './decode.js';
import { EVENT_TYPES, isEventType } from './eventTypes.js';
import { topicNames } from './topics.js';
import { CONTEXT, recordOf } from './testing/sampleEvents.js';

const head = { id: 'e-1', source: 'simulator', park: 'p1', time: '2026-11-24T05:00:00Z' };

describe('events of producers', () => {
  it('are decoded to what was meant, from the record that carries them', () => {
    const event = cloudEvent({
      ...head,
      type: EVENT_TYPES.deviceStatus,
      sequence: 2,
      replay: true,
      data: { devices: [{ device: 'D-1', state: 'online' }] },
    });
    const { topic, key, value, headers } = toMessage(event);
    expect([topic, key]).toEqual(['park.devices', 'p1']);
    expect(decodeEvent(recordOf(value, { topic, key, headers }), CONTEXT)).toMatchObject({
      kind: 'event',
      park: 'p1',
      sequence: 2,
      replay: true,
      facts: [{ kind: 'state', device: 'D-1', state: 'online' }],
    });
  });

  it('of the register are keyed by their entry', () => {
    const data = {
      kind: 'enterprise',
      id: 'E-1',
      effectiveFrom: '2020-01-01T00:00:00Z',
      attributes: { name: '一厂', status: 'commissioned' },
    } as const;
    const { topic, key, value } = toMessage(
      cloudEvent({ ...head, type: EVENT_TYPES.registryEntry, data }),
      topicNames('plant7.'),
    );
    expect([topic, key]).toEqual(['plant7.registry', 'p1/enterprise/E-1']);
    expect(
      decodeEvent(recordOf(value, { topic, key }), { ...CONTEXT, topics: topicNames('plant7.') }).kind,
    ).toBe('event');
  });

  it('have types that are told from others', () => {
    expect(isEventType('parkpulse.measure.reading.v1')).toBe(true);
    expect(isEventType('parkpulse.measure.reading.v2')).toBe(false);
    expect(isEventType('parkpulse.alert.changed.v1')).toBe(false);
  });
});
