/* eslint-disable */
import { it } from 'vitest';
import { assessmentRules } from '@parkpulse/application';
import { decodeEvent } from '@parkpulse/contracts';
import * as D from '@parkpulse/domain';
import { countItems } from '../event/cloudEvent.js';
import { demoAttestations } from './attestations.js';
import { DemoWorld } from './demoWorld.js';
import { writeFileSync } from 'node:fs';

it('tunes', { timeout: 600000 }, () => {
  const anchor = Date.parse(process.env['ANCHOR'] ?? '2026-11-24T14:20:00+08:00');
  const world = new DemoWorld(anchor);
  const t0 = performance.now();
  const events = [...world.history()];
  const t1 = performance.now();
  const items = events.reduce((s, e) => s + countItems(e.event), 0);
  const liveDays = Number(process.env['LIVE'] ?? 0);
  const live = [...world.live(anchor, anchor + liveDays * 86400000)];
  console.log(
    'events',
    events.length,
    'items',
    items,
    'ms',
    t1 - t0,
    'live events',
    live.length,
    'items',
    live.reduce((s, e) => s + countItems(e.event), 0),
    'bytes',
    events.reduce((s, e) => s + JSON.stringify(e.event).length, 0),
  );
  const by: Record<string, number> = {};
  for (const e of events)
    by[e.event.source + ' ' + e.event.type] =
      (by[e.event.source + ' ' + e.event.type] ?? 0) + countItems(e.event);
  console.log(by);
  const std = D.compileStandard(D.HGT_6313_2024);
  const rules = assessmentRules(std);
  const catalogue = new Map(
    D.MEASURES.map((m: any) => [
      m.key,
      {
        unit: m.unit,
        scope: m.scope,
        mayExceedOne: m.key.startsWith('smart_factory_share') || m.key.startsWith('digital_workshop_share'),
      },
    ]),
  );
  const facts = new D.ParkFacts();
  const end = anchor + liveDays * 86400000;
  let offset = 0;
  for (const e of [...events, ...live]) {
    const bytes = Buffer.from(JSON.stringify(e.event));
    const r: any = decodeEvent(
      { bytes, topic: e.topic, key: e.key } as any,
      { now: Math.max(end, Date.now()), catalogue } as any,
    );
    if (!('facts' in r) && !r.event?.facts) {
      console.log(JSON.stringify(r).slice(0, 500));
      throw new Error('rejected ' + JSON.stringify(e.event).slice(0, 300));
    }
    for (const f of r.facts ?? r.event.facts) facts.add({ ...f, origin: { ...f.origin, offset: offset++ } });
  }
  const t2 = performance.now();
  const zone = 'Asia/Shanghai';
  const from = world.calendar.historyFrom,
    to = end;
  const signals = new Map<string, any>();
  const keys = new Set([...rules.clauseMeasures.values()].flat());
  for (const k of ['smart_factory_count', 'enterprise_count', 'digital_workshop_count'] as const)
    keys.add(k as any);
  for (const measure of keys)
    signals.set(
      measure,
      D.deriveSignal({ facts, versions: [], measure, zone, from: from - 1, to, versionsOf: () => [] }).points,
    );
  const complete = D.completeSignals(std, { signals: signals as any, factories: [] });
  console.log('signals ms', performance.now() - t2, 'decode ms', t2 - t1);
  const atts = demoAttestations(anchor);
  const attOf = new Map<string, any[]>();
  let rec = 0;
  for (const a of atts) {
    rec++;
    const list =
      'clause' in a
        ? [[a.clause, a.status]]
        : D.capabilityClausesUpTo(std, a.indicator as any, a.upTo).map((c) => [c, 'met']);
    if (list.length === 0) console.log('EMPTY attestation', a);
    for (const [c, s] of list)
      attOf.set(c!, [
        ...(attOf.get(c!) ?? []),
        { clause: c, status: s, from: Date.parse(a.from), to: null, recordedAt: rec },
      ]);
  }
  const rowsOf = new Map<string, readonly any[]>();
  for (const ind of std.indicators)
    for (const cr of ind.criteria) {
      for (const m of cr.measures) {
        const ks = rules.clauseMeasures.get(m.clause.id) ?? [];
        rowsOf.set(
          m.clause.id,
          D.deriveClauseTimeline(
            m,
            {
              signals: new Map(ks.map((k) => [k, complete.get(k) ?? []])) as any,
              dwellAt: (at) => D.definitionAt(ks[0]!, [], at).dwell,
              restatedTo: null,
            },
            null,
            { from, to },
          ),
        );
      }
      for (const c of cr.capabilities)
        rowsOf.set(c.id, D.deriveCapabilityTimeline(c.id, attOf.get(c.id) ?? [], null, { from, to }));
    }
  const statusAt = (rows: readonly any[], at: number) => {
    let s = 'unknown';
    for (const r of rows) {
      if (r.at > at) break;
      s = r.confirmed;
    }
    return s;
  };
  const out: string[] = [];
  let prev: any = null;
  const z: any[] = [];
  for (let at = from; at <= to; at += 1800000) {
    const lv = std.indicators.map((c) => ({
      id: c.indicator.id,
      ...D.inferFromStatuses(c, (id) => statusAt(rowsOf.get(id)!, at) as any),
    }));
    const sc = D.scoreInference(rules.plan, lv);
    const day = world.calendar.position(at);
    z.push([day, sc.assured.z / 1e4, sc.candidate.z / 1e4, sc.ceiling.z / 1e4]);
    if (prev)
      lv.forEach((l, i) => {
        const p = prev[i];
        if (p.candidate !== l.candidate || p.assured !== l.assured || p.ceiling !== l.ceiling)
          out.push(
            `${day.toFixed(2)} ${l.id} cand ${p.candidate}->${l.candidate} ass ${p.assured}->${l.assured} ceil ${p.ceiling}->${l.ceiling}  Z ${sc.candidate.z / 1e4}`,
          );
      });
    prev = lv;
  }
  const daily = z
    .filter((x, i) => i % 48 === 47 || i === z.length - 1)
    .map((x) => x.map((v: number) => v.toFixed(2)).join(' '));
  const vals: string[] = [];
  for (const [k, pts] of complete) {
    const p = (pts as any).at(-1);
    const v = p?.value;
    vals.push(
      `${k}: ${v?.kind === 'known' ? D.decimalText?.(v.numerator) + '/' + D.decimalText?.(v.denominator) : v?.reason}`,
    );
  }
  const fin = prev.map((l: any) => `${l.id} ${l.assured} ${l.candidate} ${l.ceiling}`);
  writeFileSync(
    '/tmp/tune.txt',
    ['DAILY', ...daily, 'TRANS', ...out, 'FINAL', ...fin, 'VALUES', ...vals].join('\n'),
  );
});
