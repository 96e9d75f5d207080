import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { HGT_6313_2024 } from '@parkpulse/domain';
import { openNotifier } from '../notifier.js';
import { DELIVERY, line, message, target } from '../testing/messages.js';

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

let server: SMTPServer | null = null;
const mails: Mail[] = [];

afterEach(async () => {
  mails.length = 0;
  await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  server = null;
});

/** A real SMTP server on loopback that keeps what it is given. */
async function start(options: SMTPServerOptions = {}): Promise<number> {
  const own = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
    ...options,
  });
  server = own;
  own.on('error', () => undefined);
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return (own.server.address() as AddressInfo).port;
}

function send(url: string, secret: string | null = null, port = Number(new URL(url).port), sent = message()) {
  const notifier = openNotifier({
    allow: [`127.0.0.1:${port}`, `mail.park:${port}`, '127.0.0.0/8'],
    adminList: () => Promise.resolve([]),
    ownPorts: [],
    standard: HGT_6313_2024,
    publicUrl: null,
    resolve: () => Promise.resolve(['127.0.0.1']),
  });
  return notifier.send(target('smtp', url, secret), sent, DELIVERY);
}

function decode(text: string): string {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return /base64/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : body;
}

describe('e-mail', () => {
  it('goes to everybody named in the URL, as plain text, with the delivery id as Message-ID', async () => {
    const port = await start();
    const outcome = await send(`smtp://127.0.0.1:${port}/?from=alerts@park.cn&to=duty@park.cn,lead@park.cn`);
    expect(outcome).toMatchObject({ kind: 'delivered', status: 250 });
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ from: 'alerts@park.cn', to: ['duty@park.cn', 'lead@park.cn'] });
    expect(mails[0]!.text).toContain('Message-ID: <3f2a@127.0.0.1>');
    expect(mails[0]!.text).toContain('Content-Type: text/plain');
    expect(decode(mails[0]!.text)).toContain('综合得分: 85.0000 → 84.4375');
  });

  it('signs in with the user of the URL and the secret', async () => {
    const port = await start({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        if (auth.username === 'u@park.cn' && auth.password === 'pw') done(null, { user: 'u' });
        else done(new Error('Invalid username or password'));
      },
    });
    expect(await send(`smtp://u%40park.cn@127.0.0.1:${port}/?to=duty@park.cn`, 'pw')).toMatchObject({
      kind: 'delivered',
    });
    expect(await send(`smtp://u%40park.cn@127.0.0.1:${port}/?to=duty@park.cn`, 'wrong')).toMatchObject({
      kind: 'rejected',
      status: 535,
    });
  });

  it.each([
    [451, 'retry'],
    [421, 'retry'],
    [550, 'rejected'],
  ])('answered by %i is %s', async (responseCode, kind) => {
    const port = await start({
      onRcptTo(_address, _session, done) {
        done(Object.assign(new Error('no'), { responseCode }));
      },
    });
    expect(await send(`smtp://127.0.0.1:${port}/?to=duty@park.cn`)).toMatchObject({
      kind,
      status: responseCode,
    });
    expect(mails).toEqual([]);
  });

  it('does not trust a certificate nobody vouches for', async () => {
    const port = await start({ secure: true });
    const outcome = await send(`smtps://127.0.0.1:${port}/?to=duty@park.cn`);
    expect(outcome.kind).toBe('retry');
    expect(mails).toEqual([]);
  });

  it('is not sent to a server that is away', async () => {
    const port = await start();
    await new Promise<void>((resolve) => server!.close(() => resolve()));
    server = null;
    expect(await send(`smtp://127.0.0.1:${port}/?to=duty@park.cn`)).toMatchObject({ kind: 'retry' });
  });

  it('lets no line break of a name into its headers', async () => {
    const port = await start();
    const evil = {
      ...message([line(1, { key: { rule: 'A05', indicator: null, scope: 'x\r\nBcc: spy@evil' } })]),
    };
    await send(`smtp://127.0.0.1:${port}/?to=duty@park.cn`, null, port, evil);
    expect(mails[0]!.to).toEqual(['duty@park.cn']);
    expect(mails[0]!.text).not.toMatch(/^Bcc:/im);
  });
});
