import { describe, expect, it } from 'vitest';
import { SessionCookie, credentialOf } from './credentials.js';
import { isCrossSite } from './siteCheck.js';

describe('a credential', () => {
  const cookie = new SessionCookie(false);

  it('is the bearer token, else the session cookie', () => {
    expect(credentialOf({ authorization: 'Bearer ppt_abc' }, cookie)).toEqual({
      kind: 'token',
      secret: 'ppt_abc',
    });
    expect(credentialOf({ cookie: 'a=1; parkpulse=xyz; b=2' }, cookie)).toEqual({
      kind: 'session',
      secret: 'xyz',
    });
    expect(credentialOf({}, cookie)).toEqual({ kind: 'none' });
  });

  it('is none with a bad Authorization header, whatever cookie comes along', () => {
    expect(credentialOf({ authorization: 'Basic YTpi', cookie: 'parkpulse=xyz' }, cookie)).toEqual({
      kind: 'none',
    });
  });

  it('is bound to the host and secure under https', () => {
    expect(new SessionCookie(true).set('s', 60)).toBe(
      '__Host-parkpulse=s; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
  });
});

describe('a request from another site', () => {
  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, true],
    [{ 'sec-fetch-site': 'same-site' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://a:3000', host: 'a:3000' }, false],
    [{ origin: 'http://evil.example', host: 'a:3000' }, true],
    [{ origin: 'null', host: 'a:3000' }, true],
    [{ origin: 'http://a:3000', host: 'A:3000' }, false],
    [{ host: 'a:3000' }, false],
  ])('%j -> %s', (headers, expected) => {
    expect(isCrossSite(headers, null)).toBe(expected);
  });

  it('is none when it comes from the public address', () => {
    expect(
      isCrossSite({ origin: 'https://park.example', host: 'internal:3000' }, new URL('https://park.example')),
    ).toBe(false);
  });
});
