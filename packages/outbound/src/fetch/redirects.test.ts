import { expect, test } from 'vitest';
import { testPolicy } from '../../test/test-policy.ts';
import { Redirects } from './redirects.ts';

const SAFE = new URL('https://site.test/a');
const options = { policy: testPolicy(), maxRedirects: 10, allowDowngrade: false };

test('from https to http is refused unless that is allowed', () => {
  expect(() => new Redirects(SAFE, options).next(SAFE, 302, 'http://other.test/')).toThrow(
    expect.objectContaining({
      rule: 'downgrade',
      message: 'site.test sends the call on to other.test without encryption, which is refused.',
    }),
  );
  const lax = new Redirects(SAFE, { ...options, allowDowngrade: true });
  expect(lax.next(SAFE, 302, 'http://other.test/')?.href).toBe('http://other.test/');
});

test('from http to https is followed', () => {
  const plain = new URL('http://site.test/a');
  const redirects = new Redirects(plain, options);
  expect(redirects.followed).toBe(false);
  expect(redirects.next(plain, 301, 'https://site.test/a')?.href).toBe('https://site.test/a');
  expect(redirects.followed).toBe(true);
});
