import { describe, expect, test } from 'vitest';
import { addressDefect, destinationOf, isPublic } from '../../functions/notification/destination.ts';
import { received, signed } from '../../shared/webhooks.ts';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const event = {
  ...{ specversion: '1.0', id: 'e1', source: 'https://other.example', type: 'credit.recorded' },
  ...{ time: '2026-11-23T08:00:00.000Z', datacontenttype: 'application/json', data: { basis: 'DZ-49' } },
};
const body = JSON.stringify(event);
const minutes = 60_000;
const sentAgo = (ms: number, by = secret) => new Headers(signed('e1', new Date(Date.now() - ms), body, [by]));

describe('POLICY-22: what comes in', () => {
  test('is taken when its sender signed it within five minutes', () => {
    expect(received(sentAgo(0), body, [secret])).toEqual({ ok: true, event, id: 'e1' });
    expect(received(sentAgo(4.9 * minutes), body, [secret]).ok).toBe(true);
    // While a secret is being changed either counts.
    expect(received(sentAgo(0), body, [other, secret]).ok).toBe(true);
  });

  test('is refused when it is old, early, another’s, or altered', () => {
    const unsigned = { ok: false, because: 'unsigned' };
    expect(received(sentAgo(5.1 * minutes), body, [secret])).toEqual(unsigned);
    expect(received(sentAgo(-5.1 * minutes), body, [secret])).toEqual(unsigned);
    expect(received(sentAgo(0, other), body, [secret])).toEqual(unsigned);
    expect(received(sentAgo(0), body.replace('DZ-49', 'DZ-43'), [secret])).toEqual(unsigned);
    expect(received(new Headers(), body, [secret])).toEqual(unsigned);
    const renamed = sentAgo(0);
    renamed.set('webhook-id', 'e2');
    expect(received(renamed, body, [secret])).toEqual(unsigned);
  });

  test('is refused when it is too large, or no event', () => {
    const large = 'x'.repeat(64 * 1024 + 1);
    expect(received(new Headers(signed('e1', new Date(), large, [secret])), large, [secret])).toEqual({
      ok: false,
      because: 'too-large',
    });
    const bare = '{"data":1}';
    expect(received(new Headers(signed('e1', new Date(), bare, [secret])), bare, [secret])).toEqual({
      ok: false,
      because: 'not-an-event',
    });
  });
});

describe('POLICY-22: where it may go', () => {
  test.each(['1.1.1.1', '223.5.5.5', '100.128.0.1', '172.32.0.1', '2400:3200::1'])('%s is public', (address) => {
    expect(isPublic(address, false)).toBe(true);
  });

  test.each([
    ...[
      '10.0.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '0.0.0.0',
    ],
    ...['224.0.0.1', '255.255.255.255', '::1', '::', '::ffff:10.0.0.1', 'fe80::1', 'fd00::1', '64:ff9b::a00:1'],
    ...['2002:a00:1::', '2001:db8::1', 'not-an-address'],
  ])('%s is not', (address) => {
    expect(isPublic(address, false)).toBe(false);
  });

  test('a name that leads inside is not sent to, whatever it is called', async () => {
    expect(await destinationOf('https://localhost/x', false)).toMatchObject({ zh: '推送地址指向内部网络' });
    // Spellings of an address are one address.
    for (const spelling of [
      'https://0x7f000001/',
      'https://2130706433/',
      'https://127.1/',
      'https://[::ffff:7f00:1]/',
    ]) {
      expect(addressDefect(spelling, false)).toMatchObject({ zh: '推送地址指向内部网络' });
    }
  });

  test('this machine only where the setting allows it, and other private ones never', async () => {
    expect(await destinationOf('http://127.0.0.1:9/x', true)).toMatchObject({ address: '127.0.0.1' });
    expect(addressDefect('http://127.0.0.1:9/x', false)).toMatchObject({ zh: '推送地址须以 https:// 开头' });
    expect(addressDefect('http://10.0.0.1/x', true)).toBeDefined();
    expect(addressDefect('https://10.0.0.1/x', true)).toBeDefined();
  });
});
