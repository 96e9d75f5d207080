import { ALERT_RULE_IDS, RULE_THRESHOLDS, thresholdsOf } from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import { ruleText } from './ruleTexts.js';

describe('a rule in words', () => {
  it('names every threshold as it is in force, in both languages', () => {
    for (const rule of ALERT_RULE_IDS) {
      // Figures that stand in no sentence by themselves, one for each threshold.
      const own = Object.fromEntries(
        Object.keys(RULE_THRESHOLDS[rule]).map((name, index) => [name, 7001 + index]),
      );
      const { condition, severities } = ruleText(rule, thresholdsOf({ [rule]: own }));
      for (const text of [condition.zh + severities.zh, condition.en + severities.en])
        for (const value of Object.values(own)) expect(text, `${rule} ${value}`).toContain(String(value));
    }
  });

  it('says the defaults of the domain where nothing is set', () => {
    expect(ruleText('A02', thresholdsOf({})).condition).toEqual({
      zh: '综合得分 24 小时内下降 0.5 分，或 7 天内下降 1 分。',
      en: 'Z fell by 0.5 points within 24 hours, or by 1 within 7 days.',
    });
  });
});
