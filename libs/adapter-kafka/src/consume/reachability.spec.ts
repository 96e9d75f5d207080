import type { LogAlarm } from '@parkpulse/application';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KafkaLogError } from '../kafkaLogError.js';
import { Reachability } from './reachability.js';

describe('whether brokers answer', () => {
  const told: LogAlarm[] = [];
  let reachability: Reachability;
  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    reachability = new Reachability(3000, (alarm) => told.push(alarm));
  });
  afterEach(() => {
    reachability.close();
    vi.useRealTimers();
  });
  const kinds = () => told.map(({ kind }) => kind);

  it('is told when they fall silent and when they are back, each once', () => {
    reachability.answered();
    vi.advanceTimersByTime(2000);
    expect(kinds()).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(kinds()).toEqual(['unreachable']);
    reachability.answered();
    reachability.answered();
    expect(kinds()).toEqual(['unreachable', 'reachable']);
  });

  it('is told once when the beginning fails again and again', () => {
    for (let attempt = 0; attempt < 5; attempt += 1)
      reachability.failed(new KafkaLogError('KAFKA_AUTH', 'refused'));
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([{ kind: 'unreachable', code: 'KAFKA_AUTH', detail: 'refused' }]);
  });

  it('is not taken back by brokers that answer and refuse: only by having joined', () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      reachability.failed(new KafkaLogError('KAFKA_ACL', 'not granted'));
      reachability.answered();
      vi.advanceTimersByTime(2000);
    }
    expect(told).toEqual([{ kind: 'unreachable', code: 'KAFKA_ACL', detail: 'not granted' }]);
    reachability.joined();
    expect(kinds()).toEqual(['unreachable', 'reachable']);
  });

  it('is not doubted because this process itself stood still', () => {
    reachability.answered();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(1000);
    reachability.answered();
    expect(kinds()).toEqual([]);
  });
});
