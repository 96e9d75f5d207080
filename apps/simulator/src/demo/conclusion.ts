import { type EligibilityDeclaration, KEY_ITEMS, type KeyItemId, type Tri } from '@parkpulse/domain';

const NOTE = '示范数据 / demo';

/** What the demonstration park declares for the gate of clause 4.1, on the day it is set up (local day). */
export function demoDeclaration(today: string): EligibilityDeclaration {
  const lastYear = Number(today.slice(0, 4)) - 1;
  return {
    riskClass: 'C',
    riskClassValidTo: null,
    incidents: [
      {
        kind: 'safety',
        grade: 'general',
        on: `${lastYear}-07-18`,
        name: '示范数据：装卸台泄漏 / demo: loading bay leak',
      },
    ],
    completeTo: today,
  };
}

/** Key items judged so far: one of the grade the park is in is still open, those of the grade above are. */
export function demoJudgements(): readonly {
  readonly item: KeyItemId;
  readonly status: Tri;
  readonly note: string;
}[] {
  return KEY_ITEMS.filter(({ id, grade }) => grade !== 'smart' && id !== 'K.enhanced.d').map(({ id }) => ({
    item: id,
    status: 'met',
    note: NOTE,
  }));
}
