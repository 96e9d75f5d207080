import { NO_EVIDENCE } from '@parkpulse/domain';
import { expect, it } from 'vitest';
import type { Actor } from '../identity/actor.js';
import { alertAnswerFor } from './alertAnswer.js';
import type { AlertRecord } from './ports.js';

const record = {
  id: '1-1',
  key: { rule: 'A01', indicator: 'I10', scope: '' },
  park: 'p1',
  severity: 'warning',
  phase: 'firing',
  sight: 'breached',
  since: 0,
  evidence: NO_EVIDENCE,
  shelf: null,
  acknowledged: { by: '王芳', at: 1 },
  comments: [{ by: '王芳', at: 2, text: '在路上' }],
  firedAt: 0,
  resolvedAt: null,
  resolution: null,
  assignee: '王芳',
  suppressed: null,
  root: null,
  transition: 1,
  escalated: 0,
} as unknown as AlertRecord;

it('a wall is given no name of a person and nothing they wrote', () => {
  const wall: Actor = { kind: 'wall', wall: 'w', name: '大屏', park: 'p1' };
  expect(JSON.stringify(alertAnswerFor(wall, record, 'p1'))).not.toMatch(/王芳|在路上/);
  expect(alertAnswerFor(wall, record, 'p1').acknowledged).toMatchObject({ by: '' });
  const reader: Actor = { kind: 'token', token: 't', name: 'r', scopes: ['read'], park: null };
  expect(alertAnswerFor(reader, record, 'p1')).toMatchObject({
    assignee: '王芳',
    comments: [{ text: '在路上' }],
  });
});
