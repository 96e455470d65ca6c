import { expect, test } from 'vitest';
import { loginPath, nextPath } from './next-path.ts';

test.for([
  ['/', '/'],
  ['/runs/a-run-1?step=b#c', '/runs/a-run-1?step=b#c'],
  ['/a/../b', '/b'],
  ['/a\r\nSet-Cookie: x=y', '/aSet-Cookie:%20x=y'],
  ['/"><script>', '/%22%3E%3Cscript%3E'],
])('%j leads to %j', ([text, path]) => {
  expect(nextPath(text)).toBe(path);
});

test.for([
  undefined,
  '',
  'runs',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/%2e//evil.example',
  'https://evil.example',
  'https:/evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  ' //evil.example',
  'http://own.invalid/a',
  '/login',
  '/login?next=/login',
])('%j leads to the start', (text) => {
  expect(nextPath(text)).toBe('/');
});

test('whoever is sent to the login is told to come back to where they were', () => {
  expect(loginPath('http://localhost:4040/runs?a=1&b=ü')).toBe('/login?next=%2Fruns%3Fa%3D1%26b%3D%25C3%25BC');
  expect(loginPath('http://localhost:4040/')).toBe('/login');
});
