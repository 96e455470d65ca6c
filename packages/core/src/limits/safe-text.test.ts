import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeText } from './safe-text.ts';

const shown = (text: string, maxCharacters = 100) => safeText(text, { maxCharacters, redact: true }).text;

test.each([
  ['colours', '\u001b[1m\u001b[31mError:\u001b[39m\u001b[22m boom', 'Error: boom'],
  ['a secret behind a colour', 'pass\u001b[1mword=\u001b[32mhunter2\u001b[0m', 'password=[redacted]'],
  ['links and titles', '\u001b]8;;https://x.org\u0007link\u001b]8;;\u0007 \u001b]0;title\u001b\\end', 'link end'],
  ['cursor moves', '10%\u001b[2K\u001b[1G20%\u009b1A', '10%20%'],
  ['an escape that does not end', 'a\u001b[', 'a'],
  ['NUL', 'a\0b', 'a\ufffdb'],
  ['halves of surrogate pairs', 'a\ud83cb\udfa7c 🎧', 'a\ufffdb\ufffdc 🎧'],
  ['tabs and line ends, which stay', 'a\tb\r\nc', 'a\tb\r\nc'],
])('safeText: %s', (_title, text, expected) => {
  expect(shown(text)).toBe(expected);
});

test('says how many characters were cut, of which it read only the margin', () => {
  const text = `${'a b '.repeat(50)}${'x'.repeat(1_000_000)}`;
  const safe = safeText(text, { maxCharacters: 100, redact: true });
  expect(safe).toEqual({ text: text.slice(0, 100), cutCharacters: text.length - 100 });
});

test('does not redact unless it is told to, but bytes never pass', () => {
  const text = `password=hunter2 data:image/png;base64,${'iVBORw0KGgo'.repeat(10)}`;
  expect(safeText(text, { maxCharacters: 1_000, redact: false }).text).toBe('password=hunter2 [image/png, 82 bytes]');
});

const SECRETS = [
  `https://anna:${'a1B2'.repeat(20)}@example.com`,
  `https://anna:${'a1B2'.repeat(300)}@example.com`,
  `https://example.com/?token=${'a1B2'.repeat(100)}`,
  `ghp_${'a1B2'.repeat(9)}`,
  `eyJ${'a1B2'.repeat(60)}.eyJ${'a1B2'.repeat(100)}.${'a1B2'.repeat(10)}`,
  `-----BEGIN PRIVATE KEY-----\n${'a1B2'.repeat(300)}\n-----END PRIVATE KEY-----`,
  `"password": "${'a1B2'.repeat(100)}"`,
  `Authorization: Basic ${'a1B2'.repeat(100)}`,
  `anna:${'a1B2'.repeat(20)}@example.com`,
];

test.each(SECRETS)('a secret that the cut separates does not show its beginning (%#)', (secret) => {
  fc.assert(
    fc.property(fc.nat(1_300), fc.nat(400), (before, maxCharacters) => {
      const text = `${'word '.repeat(before / 5)} ${secret} ${'word '.repeat(500)}`;
      expect(shown(text, maxCharacters)).not.toContain('a1B2');
    }),
    { numRuns: 300 },
  );
});

test('any text becomes text that Postgres accepts, within the limit', () => {
  const unit = fc.oneof(
    fc.constantFrom('\0', '\ud83c', '\udfa7', '\u001b[', '"', '\\'),
    fc.string({ unit: 'binary', maxLength: 2 }),
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 600 }), fc.nat(300), (text, maxCharacters) => {
      const safe = safeText(text, { maxCharacters, redact: true });
      expect(safe.text.length).toBeLessThanOrEqual(maxCharacters);
      expect(safe.text).not.toContain('\0');
      expect(safe.text.isWellFormed()).toBe(true);
    }),
  );
});
