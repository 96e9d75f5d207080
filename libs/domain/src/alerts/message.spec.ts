import { describe, expect, it } from 'vitest';
import { HGT_6313_2024 } from '../standard/edition.js';
import { AlertBench, PLAN, START, ZONE, allAt } from './testing/alertBench.js';
import { deriveDigest, dueDigests, nextDigest } from './digest.js';
import { type AlertMessage, mergeMessages } from './message.js';
import { lineTitle, messageBody, messageTitle } from './messageText.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const context = (language: 'zh' | 'en') => ({
  standard: HGT_6313_2024,
  language,
  linkOf: (alert: string) => `https://park/alerts/${alert}`,
});

function fallen(): { readonly bench: AlertBench; readonly message: AlertMessage } {
  const bench = allAt(new AlertBench(), START - DAY, 'S4');
  bench.run(START);
  bench.level(START + MINUTE, 'I10', 'S3', { cause: 'denominator', clauses: ['I10.S4.m1'] });
  bench.live(START + 2 * MINUTE);
  return { bench, message: bench.sent[0]!.message };
}

describe('the text of a message', () => {
  it('carries the decision in one line', () => {
    const { message } = fallen();
    expect(messageTitle(message, context('zh'))).toBe(
      '[预警] 演示园区 [预警] I10 物联网平台 S4 → S3 -0.5625 分 (A01 等级退化)',
    );
    expect(messageTitle(message, context('en'))).toBe(
      '[WARNING] 演示园区 [WARNING] I10 IoT Platform S4 → S3 -0.5625 points (A01 Level regression)',
    );
  });

  it('names Z before and after, since when, why, the clauses and where to look', () => {
    expect(messageBody(fallen().message, context('zh'))).toEqual([
      '[预警] I10 物联网平台 S4 → S3 -0.5625 分 (A01 等级退化)',
      '综合得分: 85.0000 → 84.4375',
      '起始: 2026-11-24 10:01',
      '触发: 2026-11-24 10:01',
      '原因: 分母变化',
      '条款: I10.S4.m1',
      '详情: https://park/alerts/1-1',
    ]);
  });

  it('says that it is over', () => {
    const { bench } = fallen();
    bench.level(START + 20 * MINUTE, 'I10', 'S4').live(START + 30 * MINUTE);
    const message = bench.sent.at(-1)!.message;
    expect(messageTitle(message, context('zh'))).toBe(
      '[恢复] 演示园区 [预警] I10 物联网平台 S4 → S3 -0.5625 分 (A01 等级退化) 已恢复',
    );
  });
});

describe('the text that announces the end of a silence', () => {
  const ending = (language: 'zh' | 'en') => {
    const bench = allAt(new AlertBench(), START - DAY, 'S4');
    const silence = { id: 's1', kind: 'silence', matcher: {}, by: '张工', reason: '检修' } as const;
    bench.silence({ ...silence, from: START, to: START + 4 * 60 * MINUTE });
    bench.run(START);
    bench.level(START + MINUTE, 'I38', 'S3').live(START + 211 * MINUTE);
    const { message } = bench.sent.find((sent) => sent.message.kind === 'silence')!;
    return [messageTitle(message, context(language)), ...messageBody(message, context(language))];
  };

  it('says when it ends, who set it and why, and what will be told again', () => {
    expect(ending('zh')).toEqual([
      '[预警] 演示园区 静默将于 2026-11-24 14:00 结束（张工：检修）',
      '静默将于 2026-11-24 14:00 结束（张工：检修）',
      '1 项告警仍未恢复，结束后将重新通知：',
      '[预警] I38 业务系统上云 (A01)',
      'https://park/alerts/1-1',
    ]);
    expect(ending('en').slice(0, 3)).toEqual([
      '[WARNING] 演示园区 The silence ends at 2026-11-24 14:00 (张工: 检修)',
      'The silence ends at 2026-11-24 14:00 (张工: 检修)',
      '1 still firing, to be told again when it ends:',
    ]);
  });
});

describe('merging what waits for one channel', () => {
  it('makes one line of what fired and what resolved it', () => {
    const { bench } = fallen();
    bench.level(START + 20 * MINUTE, 'I10', 'S4').live(START + 30 * MINUTE);
    const merged = mergeMessages([bench.sent[0]!.message, bench.sent.at(-1)!.message]);
    expect(merged?.lines.map(({ status, firedAt, resolvedAt }) => [status, firedAt, resolvedAt])).toEqual([
      ['merged', START + MINUTE, START + 20 * MINUTE],
    ]);
    expect(merged?.kind).toBe('notice');
  });

  it('keeps what is new as new, in its latest form', () => {
    const { bench, message } = fallen();
    bench.level(START + 10 * MINUTE, 'I10', 'S2').live(START + 11 * MINUTE);
    const merged = mergeMessages([message, bench.sent.at(-1)!.message]);
    expect(merged?.lines.map(({ status, evidence }) => [status, evidence.to])).toEqual([['firing', 'S2']]);
    expect(merged?.severity).toBe('alarm');
    expect(mergeMessages([])).toBeNull();
  });
});

describe('digests', () => {
  it('are due at 08:00 of every day, and on Mondays for the week, once each', () => {
    const tuesday = Date.UTC(2026, 10, 24, 0, 1);
    expect(dueDigests({}, tuesday - 2 * MINUTE, ZONE).map(({ period }) => period)).toEqual(['week']);
    expect(dueDigests({ week: tuesday }, tuesday, ZONE)).toEqual([
      {
        period: 'day',
        from: Date.UTC(2026, 10, 22, 16),
        to: Date.UTC(2026, 10, 23, 16),
        sentAt: Date.UTC(2026, 10, 24),
      },
    ]);
    expect(dueDigests({ week: tuesday, day: tuesday }, tuesday + MINUTE, ZONE)).toEqual([]);
    expect(nextDigest(tuesday, ZONE)).toBe(Date.UTC(2026, 10, 25));
  });

  it('say what moved, good news too, and what is open', () => {
    const { bench } = fallen();
    const rows = (levels: Readonly<Record<string, string>>) =>
      new Map(
        Object.entries(levels).map(([indicator, level]) => [indicator, { stable: { candidate: level } }]),
      ) as never;
    const message = deriveDigest({
      span: { period: 'day', from: START, to: START + DAY, sentAt: START + DAY },
      plan: PLAN,
      zone: ZONE,
      park: { id: 'p1', name: '演示园区' },
      before: rows({ I10: 'S4', I14: 'S3', I38: 'S4' }),
      after: rows({ I10: 'S3', I14: 'S5', I38: 'S4' }),
      z: { from: 850_000, to: 856_375 },
      alerts: [...bench.alerts.values()],
    });
    expect(message.figures).toMatchObject({
      fired: 2,
      resolved: 0,
      open: 2,
      moved: [
        { indicator: 'I14', points: 12_000 },
        { indicator: 'I10', points: -5625 },
      ],
    });
    expect(messageBody(message, context('en'))[1]).toBe('Z: 85.0000 → 85.6375 (0.6375)');
    expect(messageTitle(message, context('zh'))).toContain('简报');
    expect(message.lines.map((line) => lineTitle(line, context('en')))[0]).toContain(
      'I10 IoT Platform S4 → S3',
    );
  });
});
