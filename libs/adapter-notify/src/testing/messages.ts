import type { NotificationKind, ChannelTarget } from '@parkpulse/application';
import { type AlertMessage, type MessageLine, NO_EVIDENCE } from '@parkpulse/domain';

/** Tuesday 24 November 2026, 10:02 in Shanghai. */
export const AT = Date.UTC(2026, 10, 24, 2, 2);

export function line(number: number, change: Partial<MessageLine> = {}): MessageLine {
  return {
    alert: `1-${number}`,
    key: { rule: 'A01', indicator: 'I10', scope: '' },
    status: 'firing',
    transition: 1,
    severity: 'warning',
    evidence: {
      ...NO_EVIDENCE,
      from: 'S4',
      to: 'S3',
      points: -5625,
      cause: 'value',
      z: { before: 850_000, after: 844_375 },
      clauses: ['I10.S4.m1'],
    },
    since: AT - 60_000,
    firedAt: AT,
    resolvedAt: null,
    resolution: null,
    root: null,
    assignee: null,
    ...change,
  };
}

export function message(
  lines: readonly MessageLine[] = [line(1)],
  change: Partial<AlertMessage> = {},
): AlertMessage {
  return {
    kind: 'notice',
    park: { id: 'p1', name: '演示园区' },
    zone: 'Asia/Shanghai',
    at: AT,
    group: 'severity:warning',
    severity: 'warning',
    step: 0,
    lines,
    onDuty: null,
    figures: null,
    ...change,
  };
}

export function target(kind: NotificationKind, url: string, secret: string | null = null): ChannelTarget {
  return { id: 'c1', kind, name: 'channel', url, secret };
}

export const DELIVERY = { id: '3f2a', attempt: 1, at: AT };
