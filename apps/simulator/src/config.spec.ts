import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

const ENV = { PARKPULSE_URL: 'http://127.0.0.1:3000', PARKPULSE_TOKEN: 'secret' };
const noFile = () => {
  throw new Error('no file');
};
const read = (text: string, env: Record<string, string> = ENV) =>
  readConfig(text === '' ? [] : text.split(' '), env, noFile);

describe('The command line', () => {
  it.each([
    ['--set demo --live', { job: { kind: 'demo', live: true }, park: 'demo', speed: Infinity }],
    [
      '--set air_quality --park air --folder /d --speed 1000',
      { job: { kind: 'recorded', set: 'air_quality' }, speed: 1000 },
    ],
    [
      '--set incident:late_burst:XL --park p --minutes 20',
      { job: { incident: 'late_burst', size: 'XL', minutes: 20 } },
    ],
    ['--set demo --print', { target: null }],
  ])('is understood: %s', (text, config) => {
    expect(read(text, text.includes('--print') ? {} : ENV)).toMatchObject({ kind: 'config', config });
  });

  it('reports all faults at once and no secret', () => {
    const result = read('--set nothing --speed 0 --batch 5000 --colour red', { PARKPULSE_TOKEN: '' });
    const faults = result.kind === 'faults' ? result.faults : [];
    expect(faults.length).toBeGreaterThanOrEqual(7);
    expect(read('--set incident:flood:S --park p')).toMatchObject({ kind: 'faults' });
    expect(read('--set demo --park other')).toMatchObject({ kind: 'faults' });
  });
});

describe('where to send', () => {
  const read = (env: Readonly<Record<string, string>>) => readConfig(['--set', 'demo'], env, () => '');

  it('is Kafka where only brokers are named, HTTP where both are', () => {
    expect(read({ KAFKA_BROKERS: 'k1:9092, k2:9092', KAFKA_TOPIC_PREFIX: 'north.' })).toMatchObject({
      config: { target: { brokers: ['k1:9092', 'k2:9092'], topicPrefix: 'north.' } },
    });
    expect(read({ KAFKA_BROKERS: 'k1:9092' })).toMatchObject({
      config: { target: { topicPrefix: 'park.' } },
    });
    expect(read({ ...ENV, KAFKA_BROKERS: 'k1:9092' })).toMatchObject({
      config: { target: { token: 'secret' } },
    });
  });

  it('must be named', () => {
    expect(read({ KAFKA_BROKERS: ' , ' })).toMatchObject({ kind: 'faults' });
  });
});
