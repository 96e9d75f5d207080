import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computeCrc, formatCrc } from './crc.js';
import { decodeFrame } from './decodeFrame.js';
import { encodeFrame } from './encodeReply.js';
import { type Frame, LENIENT, STRICT } from './frame.js';

const read = (name: string) => readFileSync(new URL(`../../testdata/${name}`, import.meta.url), 'utf8');
const frames = read('frames.ndjson')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly id: string; readonly frame: string });
const [head = '', ...lines] = read('reference_frames.csv').trim().split(/\r?\n/);
const references = lines.map((line) => {
  const cells = line.split(',');
  return Object.fromEntries(head.split(',').map((name, index) => [name, cells[index] ?? '']));
});

/** The columns of the reference file, from a decoded frame. */
function toColumns(id: string, frame: Frame): Record<string, string> {
  const { header } = frame;
  const byCode = new Map(frame.factors.map((factor) => [factor.code, factor.flag]));
  const flags = [...byCode.values()].map((flag) => flag ?? '(none)');
  const counts = [...new Set(flags)]
    .sort()
    .map((flag) => `${flag}:${flags.filter((f) => f === flag).length}`);
  return {
    id,
    declared_len: String(frame.declaredLength),
    actual_len: String(frame.actualLength),
    len_ok: frame.declaredLength === frame.actualLength ? '1' : '0',
    crc_declared: frame.crc.declared,
    crc_computed: frame.crc.computed,
    crc_ok: frame.crc.matches ? '1' : '0',
    QN: header.qn ?? '',
    ST: header.st,
    CN: header.cn,
    MN: header.mn,
    Flag: header.flag ?? '',
    PNUM: header.pnum ?? '',
    PNO: header.pno ?? '',
    DataTime: frame.dataTime?.text ?? '',
    factor_count: String(byCode.size),
    factors: [...byCode.keys()].join(' '),
    factors_flag_N: String(flags.filter((flag) => flag === 'N').length),
    factors_flag_other: String(flags.filter((flag) => flag !== 'N' && flag !== '(none)').length),
    factors_no_flag: String(flags.filter((flag) => flag === '(none)').length),
    flags: counts.join(' '),
  };
}

const decode = (text: string, options = LENIENT) => {
  const result = decodeFrame(Buffer.from(text, 'latin1'), options);
  if (result.kind === 'fault') throw new Error(`${result.code} ${result.detail}`);
  return result;
};
const codeOf = (text: string, options = STRICT) => {
  const result = decodeFrame(Buffer.from(text, 'utf8'), options);
  return result.kind === 'fault' ? result.code : 'frame';
};
const framed = (segment: string) => encodeFrame(segment).toString('utf8');
const BODY = 'CP=&&DataTime=20231008123340;w01008-Rtd=1.5,w01008-Flag=N&&';
const HEAD = 'QN=20231008123340461;ST=22;CN=2011;PW=1;MN=A1;Flag=5;';

describe('The sample frames', () => {
  it('are fifteen', () => expect(references).toHaveLength(15));

  it.each(references)('agree with every column of the reference: $id', (reference) => {
    const sample = frames.find(({ id }) => id === reference['id'])!;
    const frame = decode(sample.frame);
    expect(toColumns(sample.id, frame)).toEqual(reference);
  });

  it.each(references)('are refused by a strict receiver exactly when the check fails: $id', (reference) => {
    const sample = frames.find(({ id }) => id === reference['id'])!;
    expect(codeOf(sample.frame)).toBe(reference['crc_ok'] === '1' ? 'frame' : 'FRAME_CRC');
  });

  it('keep a repeated factor code as often as it was sent', () => {
    const frame = decode(frames.find(({ id }) => id === 'f003')!.frame);
    expect(frame.factors.map(({ code }) => code).filter((code) => code === 'a21')).toHaveLength(2);
  });

  it('tell the edition and the generation of their codes', () => {
    const versions = frames.map(({ id, frame }) => `${id} ${decode(frame).version}`);
    expect(versions.slice(0, 3)).toEqual(['f001 2005', 'f002 2017', 'f003 2017']);
    const generations = decode(frames[0]!.frame).factors.map(({ generation }) => generation);
    expect(generations).toEqual(['2005', '2005', '2005']);
  });
});

describe('A decoded frame', () => {
  it('states local times of the declared zone as instants', () => {
    const frame = decode(framed(HEAD + BODY));
    expect(new Date(frame.dataTime!.at).toISOString()).toBe('2023-10-08T04:33:40.000Z');
    expect(new Date(frame.sentAt!).toISOString()).toBe('2023-10-08T04:33:40.461Z');
    const berlin = decode(framed(HEAD + BODY), { ...LENIENT, zone: 'Europe/Berlin' });
    expect(new Date(berlin.dataTime!.at).toISOString()).toBe('2023-10-08T10:33:40.000Z');
  });

  it('may end with CR LF and have its check in either case', () => {
    const bytes = framed(HEAD + BODY);
    expect(codeOf(bytes)).toBe('frame');
    expect(
      codeOf(bytes.toLowerCase().replace(/.*/s, bytes.slice(0, -6) + bytes.slice(-6).toLowerCase())),
    ).toBe('frame');
  });

  it('asks for an answer by the lowest bit of Flag and names its edition by the others', () => {
    const flagged = (flag: number) => decode(framed(HEAD.replace('Flag=5', `Flag=${flag}`) + BODY));
    expect([4, 5, 8, 9, 1].map((flag) => flagged(flag).wantsAnswer)).toEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
    expect([1, 5, 8, 252].map((flag) => flagged(flag).version)).toEqual(['2005', '2017', '2025', 'unknown']);
  });

  it('keeps free text in // that holds separators, in UTF-8 and in GB 18030', () => {
    const body = 'CP=&&DataTime=20231008123340;i11001-Info=//清洗;管路,完成//;a34004-Rtd=1&&';
    expect(
      decode(Buffer.from(framed(HEAD + body)).toString('latin1')).factors.map(({ code }) => code),
    ).toEqual(['i11001', 'a34004']);
    const gbk = Buffer.concat([
      Buffer.from(`${HEAD}CP=&&DataTime=20231008123340;i11001-Info=//`),
      Buffer.from([0xc7, 0xe5, 0xcf, 0xb4]),
      Buffer.from('//&&'),
    ]);
    const crc = formatCrc(computeCrc(gbk));
    const bytes = Buffer.concat([
      Buffer.from(`##${String(gbk.length).padStart(4, '0')}`),
      gbk,
      Buffer.from(crc),
    ]);
    const result = decodeFrame(bytes);
    expect(result.kind === 'frame' && result.factors[0]!.attributes.get('Info')).toBe('//清洗//');
  });

  it('keeps hostile names as plain text', () => {
    const frame = decode(framed(`${HEAD}CP=&&__proto__=1;__proto__-Rtd=2;constructor-Flag=N&&`));
    expect(frame.fields.get('__proto__')).toBe('1');
    expect(({} as Record<string, unknown>)['Rtd']).toBeUndefined();
  });
});

describe('A fault', () => {
  it.each([
    ['', 'FRAME_SYNTAX'],
    ['##0000', 'FRAME_SYNTAX'],
    ['##00x1A1234', 'FRAME_SYNTAX'],
    ['##9999ABCDEF', 'FRAME_TOO_LONG'],
    ['##0003AB1234', 'FRAME_LENGTH'],
    ['##0002ABXYZQ', 'FRAME_SYNTAX'],
    [framed('ST=22;CN=2011;MN=A'), 'FRAME_SYNTAX'],
    [framed('ST=22;CN=2011;MN=A;CP=&&x=1'), 'FRAME_SYNTAX'],
    [framed('ST=22;CN=2011;MN=A;CP=&&x=1&&tail'), 'FRAME_SYNTAX'],
    [framed('ST=22;CN=2011;MN=A;CP=&&novalue&&'), 'FRAME_SYNTAX'],
    [framed('ST=22;ST=22;CN=2011;MN=A;CP=&&&&'), 'FRAME_SYNTAX'],
    [framed('CN=2011;MN=A;CP=&&&&'), 'FRAME_FIELD'],
    [framed('ST=22;CN=20x1;MN=A;CP=&&&&'), 'FRAME_FIELD'],
    [framed('ST=22;CN=2011;MN=A b;CP=&&&&'), 'FRAME_FIELD'],
    [framed('ST=22;CN=2011;MN=A;CP=&&DataTime=20230230000000&&'), 'FRAME_TIME'],
    [framed('ST=22;CN=2011;MN=A;CP=&&DataTime=2023&&'), 'FRAME_TIME'],
    [framed('QN=20231308125115215;ST=22;CN=2011;MN=A;CP=&&&&'), 'FRAME_TIME'],
  ])('has a stable code: %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('never quotes the password', () => {
    const result = decodeFrame(
      Buffer.from(framed(HEAD.replace('PW=1', 'PW=s3cret') + BODY).replace('1.5', '1.6')),
    );
    expect(result.kind === 'fault' && result.detail).not.toContain('s3cret');
  });

  it('of the check tells both checks and the header that was read', () => {
    const result = decodeFrame(Buffer.from(framed(HEAD + BODY).replace('1.5', '1.6')));
    expect(result).toMatchObject({ kind: 'fault', code: 'FRAME_CRC', header: { mn: 'A1', flag: '5' } });
  });
});
