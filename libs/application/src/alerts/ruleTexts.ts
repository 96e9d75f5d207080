import type { Bilingual } from '@parkpulse/contracts';
import { type AlertRuleId, type ThresholdName, type ThresholdOf } from '@parkpulse/domain';

/** A rule in words: when it fires, with the thresholds in force, and how severe that is (domain reference 6). */
export interface RuleText {
  readonly condition: Bilingual;
  readonly severities: Bilingual;
}

type Words = readonly [zh: string, en: string];
/** Writes a rule with the values of its thresholds, each in its own unit. */
type Writer<Rule extends AlertRuleId> = (of: (name: ThresholdName<Rule>) => string) => {
  readonly when: Words;
  readonly severity: Words;
};

const REMINDER: Words = ['提醒', 'Reminder'];
const WARNING: Words = ['预警', 'Warning'];
const BOTH: Words = ['提醒；预警', 'Reminder; warning'];

const WRITERS: { readonly [Rule in AlertRuleId]: Writer<Rule> } = {
  A01: (of) => ({
    when: [
      '指标的稳定等级低于此前水平。降级须先持续满判定时间（默认 30 分钟），因此不再另行等待；数据过期造成的下降不算。',
      'The stable level of an indicator is below what it was. A fall has already held for its dwell (30 minutes by default), so nothing more is waited for; a fall because data grew stale is none.',
    ],
    severity: [
      `预警；下降 ${of('levels')} 级、损失满 ${of('points')} 分或因此丢失评价结论：报警`,
      `Warning; alarm when it fell ${of('levels')} levels, cost ${of('points')} points or more, or lost the grade`,
    ],
  }),
  A02: (of) => ({
    when: [
      `综合得分 24 小时内下降 ${of('day')} 分，或 7 天内下降 ${of('week')} 分。`,
      `Z fell by ${of('day')} points within 24 hours, or by ${of('week')} within 7 days.`,
    ],
    severity: WARNING,
  }),
  A03: (of) => ({
    when: [
      `综合得分高出所在等次下限（60 或 80）不足 ${of('reminder')} 分；不足 ${of('warning')} 分；跌破下限。`,
      `Z stands less than ${of('reminder')} points above the lower bound of its grade (60 or 80); less than ${of('warning')}; below it.`,
    ],
    severity: ['提醒；预警；报警', 'Reminder; warning; alarm'],
  }),
  A04: (of) => ({
    when: [
      `比率高出条款阈值不足 ${of('near')} 个百分点，且按近 3 天的趋势 ${of('reach')} 天内将跌破。`,
      `A rate is less than ${of('near')} percentage points above the threshold of its clause, and the slope of 3 days reaches it within ${of('reach')}.`,
    ],
    severity: REMINDER,
  }),
  A05: (of) => ({
    when: [
      `重大危险源监测点连续 ${of('warning')} 分钟；${of('alarm')} 分钟无有效数据，且不在批准的停用期内。`,
      `A monitoring point of a major hazard has no valid sample for ${of('warning')} minutes; ${of('alarm')} minutes, outside an approved stop-use.`,
    ],
    severity: ['预警；报警', 'Warning; alarm'],
  }),
  A06: (of) => ({
    when: [
      `网关 24 小时内掉线 ${of('day')} 次，或 30 天内 ${of('month')} 次。`,
      `A gateway dropped ${of('day')} times in 24 hours, or ${of('month')} times in 30 days.`,
    ],
    severity: REMINDER,
  }),
  A07: (of) => ({
    when: [
      `${of('hour')}:00 仍有企业未上传当日双重预防数据；超过 ${of('days')} 天仍未上传。`,
      `At ${of('hour')}:00 enterprises have not sent the dual-prevention data of the day; still missing after ${of('days')} days.`,
    ],
    severity: BOTH,
  }),
  A08: (of) => ({
    when: [
      `每月 ${of('day')} 日起仍有企业当月无特殊作业数据；预计占比不高于阈值。`,
      `From day ${of('day')} of the month on enterprises have sent no special work this month; the projected share is at or below its threshold.`,
    ],
    severity: BOTH,
  }),
  A09: (of) => ({
    when: [
      `${of('hour')}:00 仍有企业未公告当日安全承诺。`,
      `At ${of('hour')}:00 enterprises have not published the safety commitment of the day.`,
    ],
    severity: WARNING,
  }),
  A10: (of) => ({
    when: [
      `污染源自动监测数据传输有效率高出阈值不足 ${of('near')} 个百分点；不再高于阈值。某日有效率不高于阈值，且 ${of('repair')} 天的补录期限将在 ${of('ahead')} 天内截止。`,
      `The effective transmission rate of pollution sources is less than ${of('near')} percentage points above its threshold; no longer above it. A day is not above it and its ${of('repair')} days for repair end within ${of('ahead')} days.`,
    ],
    severity: ['提醒；预警；提醒', 'Reminder; warning; reminder'],
  }),
  A11: (of) => ({
    when: [
      `能耗数据完整率低于 ${of('complete')} %；超过 ${of('silent')} 天；超过 ${of('working')} 个工作日无数据。`,
      `Energy data is less than ${of('complete')} % complete; silent for more than ${of('silent')} days; more than ${of('working')} working days.`,
    ],
    severity: ['提醒；提醒；预警', 'Reminder; reminder; warning'],
  }),
  A12: (of) => ({
    when: [
      `数据来源超过 ${of('periods')} 个发送周期（至少 ${of('least')} 分钟）没有任何数据；全园区同时中断时合并为一条。`,
      `A source has sent nothing for ${of('periods')} of its periods (${of('least')} minutes at least); when all of a park are silent it is one alert.`,
    ],
    severity: ['预警，通知运维', 'Warning, to operations'],
  }),
  A13: (of) => ({
    when: [
      `同一来源的数据持续晚到 5 分钟以上（至少 ${of('events')} 个事件，其中 ${of('share')} % 迟到，未声明为补传），或时间在未来而被拒收。`,
      `Events of one source keep coming more than 5 minutes late without being marked as replay (${of('events')} events at least, ${of('share')} % of them), or are refused because they lie in the future.`,
    ],
    severity: ['提醒，通知运维', 'Reminder, to operations'],
  }),
  A14: (of) => ({
    when: [
      `登记的企业或设备数量一天内变化 ±${of('count')} %，或停用占测点 ${of('stopped')} % 以上。`,
      `The register changed by ${of('count')} % in a day, or more than ${of('stopped')} % of the points are in stop-use.`,
    ],
    severity: ['预警，须说明原因', 'Warning, needs a reason'],
  }),
  A15: (of) => ({
    when: [
      `比率 24 小时内上升 ${of('rise')} 个百分点，或 ${of('flat')} 小时以上毫无波动，或企业连续 ${of('equal')} 天上报的数量完全相同且不完整。`,
      `A rate rose by ${of('rise')} percentage points in 24 hours, did not move at all for more than ${of('flat')}, or an enterprise files one and the same incomplete count for ${of('equal')} days on end.`,
    ],
    severity: ['提醒（数据真实性）', 'Reminder (integrity)'],
  }),
  A16: (of) => ({
    when: [
      `佐证或证书在 ${of('first')} 天、${of('second')} 天、${of('third')} 天内到期。`,
      `An attestation or a certificate ends within ${of('first')}, ${of('second')}, ${of('third')} days.`,
    ],
    severity: ['提醒；提醒；预警', 'Reminder; reminder; warning'],
  }),
  A19: () => ({
    when: [
      '系统自身：数据处理滞后超过 60 秒、近 10 分钟拒收超过 1 %、时钟相差超过 30 秒、通知积压超过 5 分钟、无法评估、数据库或消息队列不可用。',
      'This system: data waits for more than 60 seconds, more than 1 % refused in 10 minutes, clocks more than 30 seconds apart, notifications waiting for more than 5 minutes, no assessment, database or log away.',
    ],
    severity: [
      '预警；无法评估、数据丢失或数据库故障：报警，通知运维',
      'Warning; alarm when nothing can be assessed, data is lost or the database fails; to operations',
    ],
  }),
};

/** Writes a rule as it is in force. */
export function ruleText(rule: AlertRuleId, threshold: ThresholdOf): RuleText {
  const write = WRITERS[rule] as Writer<AlertRuleId>;
  const { when, severity } = write((name) => String(threshold(rule, name)));
  return {
    condition: { zh: when[0], en: when[1] },
    severities: { zh: severity[0], en: severity[1] },
  };
}
