import { mount, RouterLinkStub } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { i18n, setLocale } from '../i18n/index.js';
import { toCells } from '../live/tree.js';
import { assessmentAt } from '../testing/park.js';
import AttestationPanel from './AttestationPanel.vue';
import LevelMatrix from './LevelMatrix.vue';
import LiveBanner from './LiveBanner.vue';
import MeasureInput from './MeasureInput.vue';
import ScoreHero from './ScoreHero.vue';
import StatusMark from './StatusMark.vue';

const global = { plugins: [i18n], stubs: { RouterLink: RouterLinkStub }, mocks: { $route: { query: {} } } };
beforeEach(() => setLocale('zh-CN'));

describe('the score', () => {
  const zOf = (z: string) => ({ z, grade: Number(z) >= 80 ? ('smart' as const) : ('enhanced' as const) });
  const hero = (z: string) =>
    mount(ScoreHero, {
      props: {
        score: { assured: zOf('61.0000'), candidate: zOf(z), ceiling: zOf('91.0000') },
        delta: -25,
        stamp: '',
        dimmed: false,
      },
      global,
    });

  it('shows 79.9975 as it is, below the line by 0.0025', () => {
    const text = hero('79.9975').text().replace(/\s+/g, '');
    expect(text).toContain('79.9975');
    expect(text).toContain('提升级');
    expect(text).toContain('距智慧级线80还差0.0025');
    expect(text).toContain('\u22120.0025');
  });

  it('says that 80 is reached', () => {
    expect(hero('80.0000').text().replace(/\s+/g, '')).toContain('高于智慧级线800.00');
  });

  it('describes the band to those who cannot see it', () => {
    expect(hero('70.0000').find('[role=img]').attributes('aria-label')).toContain(
      '保底 61.00，候选 70.00，上限 91.00',
    );
  });
});

describe('the matrix', () => {
  const cells = toCells(assessmentAt('S3', { I10: 'S4' }), assessmentAt('S3'), () => 'S4');
  const matrix = (only: 'changed' | null = null) =>
    mount(LevelMatrix, { props: { cells, only, target: 'S4', park: 'p1' }, global });

  it('has 46 cells, each named with its level and marks', () => {
    const links = matrix().findAll('[data-cell]');
    expect(links).toHaveLength(46);
    expect(matrix().find('[data-cell=I10]').attributes('aria-label')).toBe(
      'I10 物联网平台：候选 S4，保底 S4，上限 S4，24 小时内由 S3 变动',
    );
    expect(matrix().find('[data-cell=I11]').attributes('aria-label')).toContain('低于目标');
  });

  it('is one stop for Tab', () => {
    expect(matrix().findAll('[data-cell][tabindex="0"]')).toHaveLength(1);
  });

  it('dims what a filter leaves out', () => {
    expect(matrix('changed').findAll('.dimmed')).toHaveLength(45);
  });

  it('speaks English', () => {
    setLocale('en');
    expect(matrix().find('[data-cell=I10]').attributes('aria-label')).toContain(
      'changed from S3 within 24 hours',
    );
  });
});

describe('a clause status', () => {
  it('is a shape and a word, another one for each reason of unknown', () => {
    const reasons = ['insufficient_data', 'stale', 'zero_denominator', 'out_of_range', 'calc_error'] as const;
    const marks = [
      mount(StatusMark, { props: { status: 'met' }, global }),
      mount(StatusMark, { props: { status: 'unmet' }, global }),
      ...reasons.map((reason) => mount(StatusMark, { props: { status: 'unknown', reason }, global })),
    ];
    expect(new Set(marks.map((mark) => mark.find('path').attributes('d'))).size).toBe(7);
    expect(marks.map((mark) => mark.text())).toEqual([
      '达标',
      '不达标',
      '数据不足',
      '过期',
      '分母为零',
      '超出范围',
      '计算异常',
    ]);
  });
});

describe('the banner', () => {
  const props = {
    status: 'live',
    lostSince: null,
    goodAt: 1_000_000,
    at: null,
    knownAt: null,
    now: 1_000_000,
    zone: 'UTC',
  };

  it('is silent while all is well', () => {
    expect(mount(LiveBanner, { props, global }).text()).toBe('');
  });

  it('says how old the picture is once the stream is lost', () => {
    const banner = mount(LiveBanner, {
      props: { ...props, status: 'lost', lostSince: 1_000_000, now: 1_240_000 },
      global,
    });
    expect(banner.find('[role=alert]').text()).toContain('4分钟');
  });

  it('tells the past from the present, and then from now', () => {
    const banner = mount(LiveBanner, {
      props: { ...props, at: '2026-11-20T00:00:00Z', knownAt: '2026-11-20T00:00:00Z' },
      global,
    });
    expect(banner.text()).toContain('正在回看 2026-11-20 00:00:00，按 2026-11-20 00:00:00 时所知');
  });
});

describe('a supposed value', () => {
  it('is sent as typed, marked when it is no number, and unknown when empty', async () => {
    const input = mount(MeasureInput, { props: { measure: 'iot_access_ratio_design', value: null }, global });
    const box = input.find('input.input');
    await box.setValue('83/100');
    await box.setValue('8x');
    expect(box.attributes('aria-invalid')).toBe('true');
    await box.setValue('');
    expect(input.emitted('change')).toEqual([[{ numerator: '83', denominator: '100' }], [null]]);
  });
});

describe('attesting', () => {
  const props = {
    indicator: 'I17' as const,
    items: [],
    zone: 'Asia/Shanghai',
    now: Date.parse('2026-11-24T00:00:00Z'),
    busy: false,
    problem: null,
  };

  it('attests all clauses up to a level', async () => {
    const panel = mount(AttestationPanel, { props, global });
    await panel.find('select').setValue('upTo:S3');
    await panel.find('form').trigger('submit');
    expect(panel.emitted('attest')).toEqual([
      [{ from: '2026-11-24T00:00:00.000Z', indicator: 'I17', upTo: 'S3' }],
    ]);
  });

  it('refutes one clause, with a note and an end', async () => {
    const panel = mount(AttestationPanel, { props, global });
    await panel.find('select').setValue('clause:I17.S2.c1');
    await panel.findAll('select')[1]?.setValue('unmet');
    const [from, to, note] = panel.findAll('input');
    await from?.setValue('2026-11-24T08:00');
    await to?.setValue('2027-11-24T08:00');
    await note?.setValue('现场核查');
    await panel.find('form').trigger('submit');
    expect(panel.emitted('attest')).toEqual([
      [
        {
          from: '2026-11-24T00:00:00.000Z',
          to: '2027-11-24T00:00:00.000Z',
          note: '现场核查',
          clause: 'I17.S2.c1',
          status: 'unmet',
        },
      ],
    ]);
  });
});
