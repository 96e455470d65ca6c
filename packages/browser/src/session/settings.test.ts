import { expect, test } from 'vitest';
import { BROWSER_DEFAULTS, browserSettings } from './settings.ts';

test('what is not given has its default, and what is no setting is left out', () => {
  const options = { maxUrls: 3, headless: false };
  expect(browserSettings(options)).toEqual({ ...BROWSER_DEFAULTS, maxUrls: 3 });
});

test.each([
  [{ maxUrls: 0 }, "The browser's maxUrls has to be a whole number from 1 to 500; it is 0."],
  [{ maxUrls: 501 }, 'maxUrls'],
  [{ pageTimeoutMs: 0 }, 'pageTimeoutMs'],
  [{ settleMs: 1.5 }, 'settleMs'],
  [{ navigationTimeoutMs: Number.POSITIVE_INFINITY }, 'navigationTimeoutMs'],
  [{ userAgent: 'Tell\nTale' }, 'userAgent has to be a text of 1 to 500 plain characters'],
  [{ viewport: { width: 0, height: 720 } }, 'viewport'],
  [
    { allowedDomains: Array.from({ length: 101 }, (_, n) => `site-${n}.example`) },
    'allowedDomains has to be a list of at most 100 domains; it is 101.',
  ],
])('%j is refused', (given, message) => {
  expect(() => browserSettings(given)).toThrow(message);
});
