/** Serves the fake park under /api/v1 from Vite itself: `FAKE=1 npx vite`. For work on pages only; never part of a build. */
import { Server } from 'socket.io';
import { ATTESTED, measuresAt, RECORDED } from './fakePark.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (time) => new Date(time).toISOString().replace('.000Z', 'Z');
const STEP = { '1m': 60_000, '1h': HOUR, '1d': DAY };

function makePark(domain) {
  const compiled = domain.compileStandard(domain.HGT_6313_2024);
  const plan = domain.planScoring(domain.HGT_6313_2024);
  const capabilities = domain.attestedCapabilities(
    compiled,
    new Map(Object.entries(ATTESTED)),
    new Map([
      ['I32.S3.c1', 'unmet'],
      ['I11.S5.c1', 'unmet'],
    ]),
  );
  const start = Math.floor((Date.now() - 90 * DAY) / DAY) * DAY;
  const kept = new Map();
  const toValue = (key, given) =>
    domain.toMeasureValue(
      compiled.measures.get(key),
      domain.decimal(String(given.numerator ?? given.value)),
      domain.decimal(String(given.denominator ?? 1)),
    );

  function at(time) {
    const hour = Math.floor(time / HOUR) * HOUR;
    if (kept.has(hour)) return kept.get(hour);
    const given = measuresAt(hour, start);
    const measures = new Map(Object.entries(given).map(([key, value]) => [key, toValue(key, value)]));
    const inferred = domain.inferStandard(compiled, measures, capabilities);
    const made = {
      time: hour,
      given,
      inferred,
      scores: domain.scoreInference(plan, inferred),
      byId: new Map(inferred.map((one) => [one.id, one])),
    };
    kept.set(hour, made);
    return made;
  }
  return { domain, compiled, plan, start, at, revision: 4127 };
}

const levelsOf = ({ assured, candidate, ceiling }) => ({ assured, candidate, ceiling });

function stateOf(park, now, id) {
  const one = now.byId.get(id);
  const text = park.domain.pointsText;
  let since = now.time;
  while (
    since > park.start &&
    park.at(since - HOUR).byId.get(id).candidate === one.candidate &&
    now.time - since < 60 * DAY
  )
    since -= HOUR;
  const pending =
    id === 'I10'
      ? { candidate: 'S4', due: iso(now.time + 5 * HOUR) }
      : id === 'I22'
        ? { candidate: 'S4', due: iso(now.time + HOUR / 2) }
        : null;
  return {
    id,
    ...levelsOf(one),
    raw: { ...levelsOf(one), ...(pending && { candidate: pending.candidate }) },
    max: text(park.plan.byId.get(id).hundredths * 100),
    since: iso(since),
    stale: id === 'I34' || id === 'I26',
    pending,
  };
}

function assessment(park, time) {
  const now = park.at(time);
  const text = park.domain.pointsText;
  const nodes = (list, kind) =>
    list.map(({ id, points }) => ({
      id,
      max: text(points * 10_000),
      ...Object.fromEntries(
        ['assured', 'candidate', 'ceiling'].map((name) => [name, text(now.scores[name][kind].get(id))]),
      ),
    }));
  return {
    park: 'demo',
    at: iso(time),
    knownAt: iso(time),
    revision: park.revision,
    edition: 'HG/T 6313-2024',
    rules: '2026.1',
    score: Object.fromEntries(
      ['assured', 'candidate', 'ceiling'].map((name) => [
        name,
        { z: text(now.scores[name].z), grade: now.scores[name].grade },
      ]),
    ),
    primary: nodes(park.compiled.standard.primaries, 'primary'),
    secondary: nodes(park.compiled.standard.secondaries, 'secondary'),
    indicators: now.inferred.map(({ id }) => stateOf(park, now, id)),
  };
}

function trend(park, { from, to, interval, node }) {
  const step = STEP[interval] ?? HOUR;
  const text = park.domain.pointsText;
  const out = {
    node,
    revision: park.revision,
    time: [],
    assured: [],
    candidate: [],
    ceiling: [],
    min: [],
    max: [],
  };
  for (let time = Math.floor(Date.parse(from) / step) * step; time < Date.parse(to); time += step) {
    out.time.push(iso(time));
    const gap = time < park.start || (time >= park.start + 52 * DAY && time < park.start + 55 * DAY);
    const now = park.at(Math.min(time + step - 1, Date.now()));
    const hours = step > HOUR ? [2, 8, 14, 20].map((hour) => park.at(time + hour * HOUR)) : [now];
    const value = (state, name) => {
      if (node.startsWith('I')) return state.byId.get(node)[name];
      const score = state.scores[name];
      return text(node === 'Z' ? score.z : (score.primary.get(node) ?? score.secondary.get(node)));
    };
    const seen = [now, ...hours]
      .map((state) => value(state, 'candidate'))
      .sort((a, b) => Number(a.replace('S', '')) - Number(b.replace('S', '')));
    for (const name of ['assured', 'candidate', 'ceiling']) out[name].push(gap ? null : value(now, name));
    out.min.push(gap ? null : seen[0]);
    out.max.push(gap ? null : seen.at(-1));
  }
  return out;
}

function transitions(park, { from, to }) {
  const items = [];
  const causes = ['value', 'value', 'denominator', 'registry', 'staleness', 'restatement', 'attestation'];
  for (
    let time = Math.max(park.start, Math.floor(Date.parse(from) / HOUR) * HOUR);
    time < Math.min(Date.parse(to), Date.now());
    time += HOUR
  ) {
    const before = park.at(time - HOUR);
    for (const { id, candidate } of park.at(time).inferred) {
      const was = before.byId.get(id).candidate;
      if (was === candidate) continue;
      items.push({
        at: iso(time),
        knownAt: iso(time),
        indicator: id,
        level: 'candidate',
        series: 'stable',
        from: was,
        to: candidate,
        cause: causes[(time / HOUR + Number(id.slice(1))) % causes.length],
        clauses: [`${id}.S4.m1`],
        points: park.domain.pointsText(park.domain.pointsBetween(park.plan, id, was, candidate)),
      });
    }
  }
  return { items: items.reverse().slice(0, 200), next: null };
}

function indicator(park, id, time) {
  const now = park.at(time);
  const { clauses } = now.byId.get(id);
  const standard = park.compiled.byId.get(id).indicator.criteria.flatMap(({ measures }) => measures);
  const next = park.domain.nextLevel(
    park.compiled.byId.get(id),
    now.byId.get(id).candidate,
    (clause) => clauses.find((one) => one.id === clause)?.status ?? 'unknown',
  );
  return {
    ...stateOf(park, now, id),
    clauses: clauses.map((clause) => {
      const seen = clause.comparisons.find(({ status }) => status === clause.status) ?? clause.comparisons[0];
      const single = standard.find((one) => one.id === clause.id)?.condition;
      const given = seen && now.given[seen.measure];
      const known = clause.status !== 'unknown';
      return {
        id: clause.id,
        status: clause.status,
        raw: clause.status,
        reason: clause.reason,
        measure: seen?.measure ?? null,
        comparator: seen?.comparator ?? null,
        threshold: seen?.threshold ?? null,
        numerator: given?.numerator ?? given?.value ?? null,
        denominator: given?.denominator ?? null,
        value: given
          ? park.domain.quotientText(
              park.domain.decimal(String(given.numerator ?? given.value)),
              park.domain.decimal(String(given.denominator ?? 1)),
              12,
            )
          : null,
        asOf: given ? iso(now.time) : null,
        freshUntil: given ? iso(now.time + 6 * HOUR) : null,
        missing:
          given?.denominator && single?.kind === 'comparison'
            ? Array.from(
                { length: Math.min(6, given.denominator - given.numerator) },
                (_, n) => `D-${17 + n * 31}`,
              )
            : [],
        decidedBy: seen
          ? {
              event: `01JD-${id}-88f2`,
              source: 'gateway/iot-01',
              topic: 'park.measures',
              partition: 3,
              offset: 918_224,
            }
          : known
            ? { attestation: 'a-1182' }
            : null,
      };
    }),
    next: next && {
      level: next.level,
      gain: park.domain.pointsText(
        park.domain.pointsBetween(park.plan, id, now.byId.get(id).candidate, next.level),
      ),
      missing: next.missing,
    },
  };
}

function explain(park, { from, to }) {
  const text = park.domain.pointsText;
  const [a, b] = [park.at(Date.parse(from)), park.at(Date.parse(to))];
  const moves = transitions(park, { from: iso(a.time + HOUR), to: iso(b.time + 1) }).items;
  return {
    zFrom: text(a.scores.candidate.z),
    zTo: text(b.scores.candidate.z),
    difference: text(b.scores.candidate.z - a.scores.candidate.z),
    terms: b.inferred
      .filter(({ id, candidate }) => a.byId.get(id).candidate !== candidate)
      .map(({ id, candidate }) => {
        const last = moves.find((move) => move.indicator === id);
        return {
          indicator: id,
          from: a.byId.get(id).candidate,
          to: candidate,
          cause: last?.cause ?? 'value',
          at: last?.at ?? to,
          points: text(park.domain.pointsBetween(park.plan, id, a.byId.get(id).candidate, candidate)),
        };
      }),
  };
}

function series(park, key, { from, to, interval }) {
  const step = STEP[interval] ?? HOUR;
  const out = {
    measure: key,
    time: [],
    last: [],
    min: [],
    max: [],
    mean: [],
    numerator: [],
    denominator: [],
  };
  for (
    let time = Math.floor(Date.parse(from) / step) * step;
    time < Math.min(Date.parse(to), Date.now());
    time += step
  ) {
    const given = measuresAt(time, park.start)[key];
    const gap =
      !given || time < park.start || (time >= park.start + 52 * DAY && time < park.start + 55 * DAY);
    const value = gap ? null : (given.numerator ?? given.value) / (given.denominator ?? 1);
    out.time.push(iso(time));
    for (const name of ['last', 'mean']) out[name].push(gap ? null : value.toFixed(6));
    out.min.push(gap ? null : Math.max(0, value - 0.012).toFixed(6));
    out.max.push(gap ? null : Math.min(given.denominator ? 1 : value, value + 0.008).toFixed(6));
    out.numerator.push(gap ? null : (given.numerator ?? given.value));
    out.denominator.push(gap ? null : (given.denominator ?? null));
  }
  return out;
}

const definition = (measure) => ({
  measure,
  version: 2,
  effectiveFrom: '2013-01-01T00:00:00Z',
  input: 'auto',
  judge: 'window',
  periods: 1,
  windowSeconds: 86400,
  freshSeconds: null,
  onlineWithinSeconds: 300,
  onlineNominalPeriods: 3,
  onlineMinSeconds: 180,
  seenWithinSeconds: 86400,
  slotSeconds: 900,
  slotShare: '0.99',
  validFlags: ['N'],
  completeness: 'any',
  requiredFields: null,
  dwell: { downSeconds: 1800, upSeconds: 86400, staleSeconds: 86400 },
});

function deadLetters() {
  const codes = [
    ['UNKNOWN_MEASURE', '未知的量 iot_acess_ratio'],
    ['TS_FUTURE', '时间 2026-11-25T08:00:00+08:00 在未来'],
    ['BAD_JSON', '第 218 字节处 JSON 格式错误'],
    ['RATIO_INVALID', '分子 1012 大于分母 1000'],
  ];
  return codes.map(([code, detail], n) => ({
    id: `dl-${n}`,
    code,
    detail,
    topic: 'park.measures',
    partition: n,
    offset: 88_210 + n,
    request: null,
    receivedAt: iso(Date.now() - n * 5 * HOUR),
    payload:
      '{"specversion":"1.0","type":"parkpulse.measure.reading.v1","data":{"readings":[{"measure":"iot_acess_ratio","numerator":812,"denominator":1000}]}}',
    replayedAt: null,
  }));
}

function routes(park) {
  const now = () => Date.now();
  const when = (query) => (query.at ? Date.parse(query.at) : now());
  return [
    [/^\/session$/, () => ({ username: 'admin', role: 'admin', parks: null, expiresAt: iso(now() + DAY) })],
    [
      /^\/parks$/,
      () => ({
        items: [
          { id: 'demo', name: '滨江化工园区（演示）', timeZone: 'Asia/Shanghai', createdAt: iso(park.start) },
          { id: 'north', name: '北岸新材料园', timeZone: 'Asia/Shanghai', createdAt: iso(park.start) },
        ],
        next: null,
      }),
    ],
    [/\/assessment$/, (_, query) => assessment(park, when(query))],
    [/\/trend$/, (_, query) => trend(park, query)],
    [/\/transitions$/, (_, query) => transitions(park, query)],
    [/\/explain$/, (_, query) => explain(park, query)],
    [/\/indicators\/(I\d\d)$/, ([, id], query) => indicator(park, id, when(query))],
    [/\/measures\/(\w+)\/series$/, ([, key], query) => series(park, key, query)],
    [/\/measures\/(\w+)\/value$/, ([, key], query) => value(park, key, when(query))],
    [/\/definitions\/(\w+)$/, ([, key]) => definition(key)],
    [
      /\/attestations$/,
      (_, query) => ({
        items: [
          {
            id: 'a-1182',
            clause: null,
            status: 'met',
            indicator: query.indicator ?? 'I19',
            upTo: ATTESTED[query.indicator ?? 'I19'],
            from: iso(park.start),
            to: null,
            note: '现场演示与建设文件核验',
            by: 'admin',
            recordedAt: iso(park.start + HOUR),
            verifiedBy: '王工',
          },
        ],
        next: null,
      }),
    ],
    [
      /\/provenance$/,
      () => ({
        items: Object.keys(measuresAt(now(), park.start)).map((measure) => ({
          measure,
          origin: RECORDED.includes(measure) ? 'recorded' : 'simulated',
          source: RECORDED.includes(measure) ? 'UCI Beijing Multi-Site Air Quality' : 'ParkPulse 模拟器',
          licence: RECORDED.includes(measure) ? 'CC BY 4.0' : null,
        })),
      }),
    ],
    [
      /\/feeds$/,
      () => ({
        backlog: 3,
        items: [
          'gateway/iot-01',
          'gateway/iot-02',
          'hj212/outlets',
          'dual-prevention/receipts',
          'energy/meters',
          'register/office',
        ].map((source, n) => ({
          source,
          lastEventAt: iso(now() - [4, 31, 64, 3100, 14_000, 90_000][n] * 1000),
          state: n === 4 ? 'late' : n === 5 ? 'silent' : 'live',
          periodSeconds: [5, 30, 60, 3600, 900, 600][n],
          events: [812_331, 231_220, 88_120, 12_090, 3310, 210][n],
        })),
      }),
    ],
    [/^\/dead-letters$/, () => ({ items: deadLetters(), next: null })],
    [/^\/dead-letters\/replay$/, () => ({ replayed: 1, failed: [] })],
  ];
}

function value(park, key, time) {
  const given = measuresAt(time, park.start)[key];
  const unknown = given === undefined;
  return {
    measure: key,
    from: iso(time - DAY),
    to: iso(time),
    closed: false,
    status: unknown ? 'unknown' : 'known',
    reason: unknown ? 'insufficient_data' : null,
    numerator: given?.numerator ?? given?.value ?? null,
    denominator: given?.denominator ?? null,
    value: unknown
      ? null
      : ((given.numerator ?? given.value) / (given.denominator ?? 1)).toFixed(12).replace(/\.?0+$/, ''),
    missing: given?.denominator ? ['D-17', 'D-48'] : [],
    definition: { version: 2 },
    ...(key === 'monitor_online_ratio' && { instant: { numerator: 1640, denominator: 1728 } }),
    ...(key === 'auto_monitor_data_valid_ratio' && {
      parts: {
        transmission: { numerator: 6800, denominator: 6912 },
        validity: { numerator: 6500, denominator: 6800 },
      },
    }),
  };
}

/** The Vite plugin, for `vite` (engine from source) and `vite preview` (engine as built). */
export function fakeApi(domainEntry) {
  return {
    name: 'fake-api',
    configureServer: (server) => serve(server, server.ssrLoadModule(domainEntry)),
    configurePreviewServer: (server) => serve(server, import('@parkpulse/domain')),
  };
}

function serve({ httpServer, middlewares }, engine) {
  const ready = engine.then(makePark);
  void ready.then((park) => goLive(httpServer, park));
  middlewares.use('/health/live', (_, response) => response.end('{"status":"ok"}'));
  middlewares.use('/api/v1', (request, response) => {
    void ready.then((park) => {
      const url = new URL(request.url, 'http://local');
      const query = Object.fromEntries(url.searchParams);
      const found = routes(park)
        .map(([pattern, answer]) => [pattern.exec(url.pathname), answer])
        .find(([match]) => match);
      response.setHeader('content-type', found ? 'application/json' : 'application/problem+json');
      response.statusCode = found ? 200 : 404;
      const missing = { status: 404, code: 'NOT_FOUND', title: '未找到', detail: url.pathname };
      response.end(JSON.stringify(found ? found[1](found[0], query) : missing));
    });
  });
}

function goLive(http, park) {
  const io = new Server(http, { pingInterval: 2000, pingTimeout: 2000 });
  const live = io.of('/live');
  live.on('connection', (socket) => {
    socket.on('watch', (_, reply) => {
      reply?.({ ok: true });
      socket.emit('snapshot', {
        epoch: 'fake',
        revision: park.revision,
        assessment: assessment(park, Date.now()),
      });
    });
  });
  setInterval(
    () => {
      park.revision += 1;
      const { score, primary, secondary, indicators, at, knownAt } = assessment(park, Date.now());
      live.emit('patch', {
        park: 'demo',
        revision: park.revision,
        at,
        knownAt,
        score,
        primary,
        secondary,
        indicators: indicators.slice(9, 10),
      });
    },
    Number(process.env.FAKE_PATCH_MS ?? 5000),
  );
}
