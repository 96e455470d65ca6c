import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNotification } from './notification.ts';

describe('parseNotification', () => {
  test('reads what a flush notifies, whatever characters the id has', () => {
    const runId = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(runId, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (id, lastSeq) => {
        expect(parseNotification(`${id} ${lastSeq}`)).toEqual({ runId: id, lastSeq });
      }),
    );
  });

  test('reads the longest id there can be, counted in characters as Postgres does', () => {
    expect(parseNotification(`${'語'.repeat(150)}${'🎧'.repeat(150)} 7`)).toMatchObject({ lastSeq: 7 });
  });

  test.each([
    ['nothing', ''],
    ['no seq', 'episode-a-run-1'],
    ['an empty seq', 'episode-a-run-1 '],
    ['no id', ' 7'],
    ['a negative seq', 'episode-a-run-1 -7'],
    ['a seq with zeros before it', 'episode-a-run-1 007'],
    ['a fraction', 'episode-a-run-1 7.5'],
    ['an exponent', 'episode-a-run-1 7e1'],
    ['a seq that Postgres cannot count to', 'episode-a-run-1 2147483648'],
    ['other digits', 'episode-a-run-1 ７'],
    ['a line after the seq', 'episode-a-run-1 7\n'],
    ['an id of 301 characters', `${'x'.repeat(301)} 7`],
    ['JSON', '{"runId":"episode-a-run-1","seq":7}'],
  ])('refuses %s', (_, payload) => {
    expect(parseNotification(payload)).toBeNull();
  });
});
