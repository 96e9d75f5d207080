import type { Bilingual } from '@parkpulse/contracts';
import type { AlertRuleId } from '@parkpulse/domain';

/** A rule in words: when it fires, with its thresholds, and how severe that is (domain reference 6). */
export interface RuleText {
  readonly condition: Bilingual;
  readonly severities: Bilingual;
}

const text = (
  [zh, en]: readonly [string, string],
  [severityZh, severityEn]: readonly [string, string],
): RuleText => ({ condition: { zh, en }, severities: { zh: severityZh, en: severityEn } });

export const RULE_TEXTS: Readonly<Record<AlertRuleId, RuleText>> = {
  A01: text(
    [
      '指标的稳定等级低于此前水平。降级须先持续满判定时间（默认 30 分钟），因此不再另行等待；数据过期造成的下降不算。',
      'The stable level of an indicator is below what it was. A fall has already held for its dwell (30 minutes by default), so nothing more is waited for; a fall because data grew stale is none.',
    ],
    [
      '预警；下降两级、损失满 1.0 分或因此丢失评价结论：报警',
      'Warning; alarm when it fell two levels, cost 1.0 point or more, or lost the grade',
    ],
  ),
  A02: text(
    [
      '综合得分 24 小时内下降 0.5 分，或 7 天内下降 1.0 分。',
      'Z fell by 0.5 points within 24 hours, or by 1.0 within 7 days.',
    ],
    ['预警', 'Warning'],
  ),
  A03: text(
    [
      '综合得分高出所在等次下限（60 或 80）不足 2.0 分；不足 0.5 分；跌破下限。',
      'Z stands less than 2.0 points above the lower bound of its grade (60 or 80); less than 0.5; below it.',
    ],
    ['提醒；预警；报警', 'Reminder; warning; alarm'],
  ),
  A04: text(
    [
      '比率高出条款阈值不足 2 个百分点，且按近 3 天的趋势 7 天内将跌破。',
      'A rate is less than 2 percentage points above the threshold of its clause, and the slope of 3 days reaches it within 7.',
    ],
    ['提醒', 'Reminder'],
  ),
  A05: text(
    [
      '重大危险源监测点连续 15 分钟；60 分钟无有效数据，且不在批准的停用期内。',
      'A monitoring point of a major hazard has no valid sample for 15 minutes; 60 minutes, outside an approved stop-use.',
    ],
    ['预警；报警', 'Warning; alarm'],
  ),
  A06: text(
    [
      '网关 24 小时内掉线 3 次，或 30 天内 10 次。',
      'A gateway dropped 3 times in 24 hours, or 10 times in 30 days.',
    ],
    ['提醒', 'Reminder'],
  ),
  A07: text(
    [
      '20:00 仍有企业未上传当日双重预防数据；超过 2 天仍未上传。',
      'At 20:00 enterprises have not sent the dual-prevention data of the day; still missing after 2 days.',
    ],
    ['提醒；预警', 'Reminder; warning'],
  ),
  A08: text(
    [
      '每月 25 日仍有企业当月无特殊作业数据；预计占比不高于阈值。',
      'On the 25th enterprises have sent no special work this month; the projected share is at or below its threshold.',
    ],
    ['提醒；预警', 'Reminder; warning'],
  ),
  A09: text(
    [
      '10:00 仍有企业未公告当日安全承诺。',
      'At 10:00 enterprises have not published the safety commitment of the day.',
    ],
    ['预警', 'Warning'],
  ),
  A10: text(
    [
      '污染源自动监测数据传输有效率高出阈值不足 2 个百分点；不再高于阈值。',
      'The effective transmission rate of pollution sources is less than 2 percentage points above its threshold; no longer above it.',
    ],
    ['提醒；预警', 'Reminder; warning'],
  ),
  A11: text(
    [
      '能耗数据完整率低于 90 %；超过 1 天；超过 3 个工作日无数据。',
      'Energy data is less than 90 % complete; silent for more than 1 day; more than 3 working days.',
    ],
    ['提醒；预警', 'Reminder; warning'],
  ),
  A12: text(
    [
      '数据来源超过 3 个发送周期（至少 5 分钟）没有任何数据；全园区同时中断时合并为一条。',
      'A source has sent nothing for 3 of its periods (5 minutes at least); when all of a park are silent it is one alert.',
    ],
    ['预警，通知运维', 'Warning, to operations'],
  ),
  A13: text(
    [
      '同一来源的数据持续晚到 5 分钟以上（未声明为补传），或时间在未来而被拒收。',
      'Events of one source keep coming more than 5 minutes late without being marked as replay, or are refused because they lie in the future.',
    ],
    ['提醒，通知运维', 'Reminder, to operations'],
  ),
  A14: text(
    [
      '登记的企业或设备数量一天内变化 ±5 %，或停用占测点 5 % 以上。',
      'The register changed by 5 % in a day, or more than 5 % of the points are in stop-use.',
    ],
    ['预警，须说明原因', 'Warning, needs a reason'],
  ),
  A15: text(
    [
      '比率 24 小时内上升 10 个百分点，或 6 小时以上毫无波动，或每天的数量完全相同。',
      'A rate rose by 10 percentage points in 24 hours, did not move at all for more than 6, or counts the same every day.',
    ],
    ['提醒（数据真实性）', 'Reminder (integrity)'],
  ),
  A16: text(
    [
      '佐证或证书在 90 天、30 天、7 天内到期。',
      'An attestation or a certificate ends within 90, 30, 7 days.',
    ],
    ['提醒；提醒；预警', 'Reminder; reminder; warning'],
  ),
  A19: text(
    [
      '系统自身：数据处理滞后超过 60 秒、近 10 分钟拒收超过 1 %、时钟相差超过 30 秒、通知积压超过 5 分钟、无法评估、数据库或消息队列不可用。',
      'This system: data waits for more than 60 seconds, more than 1 % refused in 10 minutes, clocks more than 30 seconds apart, notifications waiting for more than 5 minutes, no assessment, database or log away.',
    ],
    [
      '预警；无法评估、数据丢失或数据库故障：报警，通知运维',
      'Warning; alarm when nothing can be assessed, data is lost or the database fails; to operations',
    ],
  ),
};
