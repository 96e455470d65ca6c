import { describe, expect, test } from 'vitest';
import { showValue } from './show-value.ts';

describe('showValue', () => {
  test.for([
    ['a long secret', 'model.apiKey', true, 'sk-abcdefghijklmnop4f2a', 'sk-…4f2a'],
    ['a secret without a kind', 'model.apiKey', true, 'abcdefghijklmnop4f2a', '…4f2a'],
    ['a short secret', 'model.apiKey', true, 'sk-4f2a', '…'],
    ['the database', 'database.url', true, 'postgres://me:hunter2@db:5433/runs', 'db:5433/runs'],
    ['an address with a password', 'model.baseUrl', undefined, 'http://me:hunter2@x/v1', 'http://[redacted]@x/v1'],
    ['a list', 'pipelines', undefined, ['/a.ts', { name: 'episode' }], '/a.ts, episode'],
    ['nothing', 'server.url', undefined, undefined, '–'],
    ['an empty list', 'pipelines', undefined, [], '–'],
    ['a number', 'server.port', undefined, 4040, '4040'],
  ] as const)('shows %s', ([, key, secret, value, shown]) => {
    expect(showValue({ key, ...(secret === undefined ? {} : { secret }) }, value)).toBe(shown);
  });
});
