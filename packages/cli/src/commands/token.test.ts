import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findToken } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, type Said } from '../../test/run-command.ts';

const db = testDatabase();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-token-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<Said> {
  return await runCommand(['token', ...args], {
    env: { TELLTALE_DATA: folder, TELLTALE_DATABASE_URL: db.url },
    cwd: folder,
  });
}

describe('telltale token', () => {
  test('says that there is none, and how to make one', async () => {
    expect((await run('list')).stdout).toBe(
      'There are no tokens. Make one: telltale token create NAME --role operator\n',
    );
  });

  test('prints the token alone on stdout, so that a script can take it', async () => {
    const { stdout, stderr } = await run('create', 'ada', '--role', 'operator');
    expect(stdout).toMatch(/^tt_[\w-]{43}\n$/);
    expect(stderr).toContain('It is shown this once');
    expect(await findToken(db.pool(), stdout.trim())).toMatchObject({ name: 'ada', role: 'operator', expiresAt: null });
  });

  test('makes one that ends, and lists all of them without their text', async () => {
    const { stdout } = await run('create', 'wall', '--role', 'viewer', '--expires', '30d', '--json');
    const made = JSON.parse(stdout);
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBeCloseTo(30 * 86_400_000, -5);
    const listed = (await run('list', '--json')).stdout;
    expect(
      listed
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).name),
    ).toEqual(['ada', 'wall']);
    expect(listed).not.toContain(made.token);
    expect((await run('list')).stdout).toMatch(/^NAME +ROLE[\s\S]*\nwall +viewer +live /);
  });

  test('revokes one by its name', async () => {
    expect((await run('revoke', 'ada')).stdout).toBe(
      'The token of ada is revoked. Servers take notice within seconds.\n',
    );
    expect((await run('list')).stdout).toMatch(/^ada +operator +revoked /m);
  });

  test.for([
    [['create', 'x'], 2, "Required option '--role <role>' not specified"],
    [['create', 'x', '--role', 'admin'], 2, 'Allowed choices are viewer, operator'],
    [['create', 'x', '--role', 'viewer', '--expires', 'soon'], 2, 'Give it as 90s'],
    [['create', 'x', '--role', 'viewer', '--expires', '2001-01-01'], 2, 'in the future'],
    [['create', 'wall', '--role', 'viewer'], 1, 'There is a token named "wall" already.'],
    [['revoke', 'nobody'], 1, 'No token'],
  ] as const)('refuses %j', async ([args, code, message]) => {
    const { exitCode, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
  });
});
