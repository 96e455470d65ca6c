import { expect, test } from 'vitest';
import { normalizeUrl } from './normalize-url.ts';

test.each([
  ['HTTPS://Example.ORG/', 'https://example.org'],
  ['https://example.org', 'https://example.org'],
  ['https://example.org/Path/', 'https://example.org/Path'],
  ['https://example.org/path#part', 'https://example.org/path'],
  ['https://example.org/Path/?Q=A#part', 'https://example.org/Path?Q=A'],
  ['https://example.org/?q=/', 'https://example.org?q=/'],
  ['https://example.org:443/a', 'https://example.org/a'],
  [' not a url ', 'not a url'],
])('%s is %s', (url, normal) => {
  expect(normalizeUrl(url)).toBe(normal);
  expect(normalizeUrl(normal)).toBe(normal);
});
