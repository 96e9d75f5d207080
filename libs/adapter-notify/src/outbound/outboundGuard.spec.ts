import { describe, expect, it } from 'vitest';
import { classOf, isInCidr, parseAddress, parseCidr } from './address.js';
import { OutboundGuard } from './outboundGuard.js';

const guard = (
  allow: readonly string[],
  names: Readonly<Record<string, readonly string[]>> = {},
  admin: readonly string[] = [],
) =>
  new OutboundGuard({
    allow,
    adminList: () => Promise.resolve(admin),
    ownPorts: [3000, 5432],
    resolve: (host) => Promise.resolve(names[host] ?? []),
  });
const verdict = async (made: OutboundGuard, url: string): Promise<string> => {
  const outcome = await made.check(url);
  return outcome.kind === 'clear'
    ? `clear ${outcome.address}:${outcome.port}`
    : outcome.kind === 'refused'
      ? outcome.why
      : outcome.code;
};

describe('addresses', () => {
  it('are read in every spelling, wrapped IPv4 as what it leads to', () => {
    const bits = (text: string) => parseAddress(text);
    expect(bits('127.0.0.1')).toEqual({ family: 4, bits: 0x7f000001n });
    for (const text of [
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '[::127.0.0.1]',
    ]) {
      expect(bits(text)).toEqual({ family: 4, bits: 0x7f000001n });
    }
    expect(bits('::1')).toEqual({ family: 6, bits: 1n });
    expect(bits('fe80::1%eth0')?.family).toBe(6);
    expect(bits('2130706433')).toBeNull();
  });

  it('are classed: metadata and link-local forbidden, loopback apart', () => {
    const forbidden = [
      '169.254.169.254',
      'fd00:ec2::254',
      '100.100.100.200',
      '168.63.129.16',
      '0.0.0.0',
      'fe80::1',
      'ff02::1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::ffff:169.254.169.254',
    ];
    for (const text of forbidden) expect(classOf(parseAddress(text)!)).toBe('forbidden');
    for (const text of ['127.0.0.1', '127.9.9.9', '::1'])
      expect(classOf(parseAddress(text)!)).toBe('loopback');
    for (const text of ['10.1.2.3', '192.168.1.1', '8.8.8.8', 'fd12::1'])
      expect(classOf(parseAddress(text)!)).toBe('ordinary');
  });

  it('lie in ranges', () => {
    expect(isInCidr(parseAddress('10.20.3.4')!, parseCidr('10.20.0.0/16')!)).toBe(true);
    expect(isInCidr(parseAddress('10.21.3.4')!, parseCidr('10.20.0.0/16')!)).toBe(false);
    expect(parseCidr('10.0.0.0/33')).toBeNull();
  });
});

describe('the outbound guard', () => {
  // Reliability, section 3, rows 80 to 86.
  it.each([
    ['80 loopback database', 'http://127.0.0.1:5432/'],
    ['81 metadata', 'http://169.254.169.254/latest/meta-data'],
    ['82 decimal address', 'http://2130706433/'],
    ['82 hexadecimal address', 'http://0x7f000001/'],
    ['82 octal address', 'http://0177.0.0.1/'],
    ['82 short address', 'http://127.1/'],
    ['83 mapped address', 'http://[::ffff:127.0.0.1]/'],
    ['84 file', 'file:///etc/passwd'],
    ['84 gopher', 'gopher://127.0.0.1:6379/_x'],
    ['86 name that leads inside', 'http://rebind.example/hook'],
    ['credentials in the URL', 'http://user:pass@hooks.park:8080/'],
    ['not a URL', 'hooks.park'],
    ['unlisted', 'https://elsewhere.example/hook'],
    ['other port', 'http://hooks.park:8081/'],
  ])('refuses row %s', async (_row, url) => {
    const made = guard(['hooks.park:8080', 'rebind.example'], {
      'hooks.park': ['10.0.0.5'],
      'rebind.example': ['127.0.0.1'],
      'elsewhere.example': ['8.8.8.8'],
    });
    expect(await verdict(made, url)).not.toContain('clear');
  });

  it('refuses metadata even when it is listed, and any address of a name that leads there', async () => {
    const made = guard(['169.254.169.254', '169.254.0.0/16', 'mixed.park'], {
      'mixed.park': ['10.0.0.5', '169.254.169.254'],
    });
    expect(await verdict(made, 'http://169.254.169.254/')).toBe('forbidden');
    expect(await verdict(made, 'http://mixed.park/')).toBe('forbidden');
  });

  it('lets loopback through only when it is listed as such, never to a port of our own', async () => {
    expect(await verdict(guard(['127.0.0.1:9000']), 'http://127.0.0.1:9000/x')).toBe('clear 127.0.0.1:9000');
    expect(await verdict(guard(['127.0.0.0/8']), 'http://127.0.0.1:9000/x')).toBe('clear 127.0.0.1:9000');
    expect(await verdict(guard(['127.0.0.0/8']), 'http://127.0.0.1:5432/x')).toBe('own_port');
    expect(
      await verdict(guard(['hooks.park:9000'], { 'hooks.park': ['127.0.0.1'] }), 'http://hooks.park:9000/'),
    ).toBe('loopback');
    expect(
      await verdict(guard(['localhost:9000'], { localhost: ['127.0.0.1'] }), 'http://localhost:9000/'),
    ).toBe('clear 127.0.0.1:9000');
  });

  it('lets listed hosts and ranges through, pinned to the address that was checked', async () => {
    const names = {
      'oapi.dingtalk.com': ['106.11.1.1'],
      'hooks.park': ['10.0.0.5'],
      'any.lan': ['10.7.7.7'],
    };
    expect(
      await verdict(
        guard(['oapi.dingtalk.com:443'], names),
        'https://oapi.dingtalk.com/robot/send?access_token=x',
      ),
    ).toBe('clear 106.11.1.1:443');
    expect(await verdict(guard(['hooks.park'], names), 'http://HOOKS.park.:8080/')).toBe(
      'clear 10.0.0.5:8080',
    );
    expect(await verdict(guard(['10.0.0.0/8'], names), 'http://any.lan/')).toBe('clear 10.7.7.7:80');
    expect(await verdict(guard(['[fd12::1]:9000']), 'http://[fd12::1]:9000/')).toBe('clear fd12::1:9000');
    expect(await verdict(guard([], names, ['hooks.park:80']), 'http://hooks.park/')).toBe(
      'clear 10.0.0.5:80',
    );
    expect(
      await verdict(
        guard(['mail.park:587'], { 'mail.park': ['10.0.0.9'] }),
        'smtp://user@mail.park:587/?to=a@b',
      ),
    ).toBe('clear 10.0.0.9:587');
  });

  it('says that a listed name does not resolve', async () => {
    expect(await verdict(guard(['gone.park:80']), 'http://gone.park/')).toBe('ENOTFOUND');
  });

  it('does not look up names that nothing could allow', async () => {
    const made = new OutboundGuard({
      allow: ['hooks.park:80'],
      adminList: () => Promise.resolve([]),
      ownPorts: [],
      resolve: () => Promise.reject(new Error('asked')),
    });
    expect(await verdict(made, 'http://probe.internal/')).toBe('not_listed');
  });
});
