import { createToken, revokeToken } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { assertMayListen, loginRequired, type Reach } from './reach.ts';

const db = testDatabase();

test.for<[Reach, boolean]>([
  [{ hostname: '127.0.0.1' }, false],
  [{ hostname: 'localhost' }, false],
  [{ hostname: '::1', allowedHosts: [], login: 'auto' }, false],
  [{ hostname: '127.0.0.1', login: 'always' }, true],
  [{ hostname: '127.0.0.1', allowedHosts: ['telltale.example'] }, true],
  [{ hostname: '0.0.0.0' }, true],
  [{ hostname: '::' }, true],
  [{ hostname: '' }, true],
  [{ hostname: '192.168.0.7' }, true],
  [{ hostname: 'localhost.example' }, true],
])('%j wants a login: %s', ([reach, required]) => {
  expect(loginRequired(reach)).toBe(required);
});

test('where others can come, the server starts only with an operator token that is live', async () => {
  const pool = db.pool();
  const open = { hostname: '0.0.0.0', pool };
  const refused = {
    code: 'tokens_missing',
    hint: 'Make one with: telltale token create NAME --role operator',
  };
  await assertMayListen({ hostname: '127.0.0.1', pool });
  await expect(assertMayListen(open)).rejects.toMatchObject(refused);
  await createToken(pool, { name: 'viewer', role: 'viewer' });
  await expect(assertMayListen(open)).rejects.toMatchObject(refused);
  await expect(assertMayListen({ hostname: 'localhost', login: 'always', pool })).rejects.toMatchObject(refused);
  await createToken(pool, { name: 'operator', role: 'operator' });
  await assertMayListen(open);
  await revokeToken(pool, 'operator');
  await expect(assertMayListen(open)).rejects.toMatchObject(refused);
});
