import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { KafkaLogLine } from '../options.js';
import { LogLines } from './logLines.js';

describe('lines of the client', () => {
  it('come at most once in ten seconds, with how many were left out, and never below a warning', () => {
    const said: KafkaLogLine[] = [];
    let now = 0;
    const lines = new LogLines(
      (line) => said.push(line),
      () => now,
    );
    const log = lines.creator();
    const say = (level: kafkajs.logLevel, message: string) =>
      log({ namespace: 'Connection', level, label: '', log: { timestamp: '', message, broker: 'b:1' } });
    say(kafkajs.logLevel.INFO, 'nothing of interest');
    for (let second = 0; second < 25; second += 1) {
      now = second * 1000;
      say(kafkajs.logLevel.ERROR, `error ${second}`);
    }
    expect(said.map(({ message, detail }) => [message, detail['leftOut']])).toEqual([
      ['kafkajs: error 0', 0],
      ['kafkajs: error 10', 9],
      ['kafkajs: error 20', 9],
    ]);
    lines.tell({ level: 'warn', message: 't/0 is paused', detail: { partition: 0 } });
    lines.tell({ level: 'warn', message: 't/1 is paused', detail: { partition: 1 } });
    expect(said.at(-1)).toEqual({
      level: 'warn',
      message: 't/0 is paused',
      detail: { partition: 0, leftOut: 0 },
    });
  });
});
