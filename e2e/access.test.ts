import { createToken } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { wait } from './rig/acts.ts';
import { describeWithBrowser } from './rig/describe-with-browser.ts';
import { openStage } from './rig/open-stage.ts';
import { TelltaleServer } from './rig/telltale-server.ts';
import type { Visitor } from './rig/visitor.ts';

describeWithBrowser('who may do what', () => {
  const db = testDatabase();
  const tokens = { viewer: '', operator: '' };
  const stage = openStage(db, {
    login: true,
    prepare: async () => {
      const pool = db.pool();
      for (const role of ['viewer', 'operator'] as const) {
        tokens[role] = (await createToken(pool, { name: role, role })).token;
      }
    },
  });

  async function logIn({ page }: Visitor, token: string): Promise<void> {
    await page.locator('input[name=token]').fill(token);
    await page.getByRole('button', { name: 'Log in' }).click();
  }

  test('somebody who is not logged in is asked to, and led back to where he wanted to be', async () => {
    const visitor = await stage.visit('/workers');
    expect(new URL(visitor.page.url()).pathname).toBe('/login');
    await logIn(visitor, tokens.operator);
    await visitor.page.getByRole('heading', { level: 1, name: 'Workers' }).waitFor();
    expect(new URL(visitor.page.url()).pathname).toBe('/workers');
    await visitor.sees('operator (operator)');
  });

  test('a viewer sees everything, and is told why he can change nothing', async () => {
    const run = await stage.start({ prepare: [wait('go')] }, { token: tokens.operator });
    await run.reached('go');
    const visitor = await stage.visit(run.path);
    const { page } = visitor;
    await logIn(visitor, tokens.viewer);
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    await pause.waitFor();
    expect(await pause.isEnabled()).toBe(false);
    await pause.focus();
    await visitor.sees(/A viewer cannot do this/);
    await page.keyboard.press('Escape');
    expect(await visitor.inspect('run-as-viewer')).toEqual([]);
    run.openAll();
  });

  test('a page is given with a policy that lets no other script run', async () => {
    const visitor = await stage.visit('/');
    await logIn(visitor, tokens.viewer);
    await visitor.page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    const answer = await visitor.page.reload();
    const policy = (await answer?.headerValue('content-security-policy')) ?? '';
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toContain('unsafe');
    expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=-]+'/);
  });

  test('a session that was ended leads to the login, and from there back', async () => {
    const visitor = await stage.visit('/workers', { mayComplainOf: /401/ });
    await logIn(visitor, tokens.operator);
    await visitor.page.getByRole('heading', { level: 1, name: 'Workers' }).waitFor();
    await db.query('DELETE FROM telltale.access_session');
    await visitor.page.waitForURL(/\/login\?next=%2Fworkers/);
    await logIn(visitor, tokens.operator);
    await visitor.page.getByRole('heading', { level: 1, name: 'Workers' }).waitFor();
  });

  test('Settings shows an operator what a server stands on and was started with, and no secret of it', async () => {
    await using server = await TelltaleServer.start({
      TELLTALE_DATABASE_URL: db.url,
      TELLTALE_LOGIN: 'always',
      // It answers, and lets nobody in who has this key.
      TELLTALE_MODEL_BASE_URL: `${stage.serverUrl}/v1`,
      TELLTALE_MODEL_API_KEY: 'sk-the-whole-key-of-the-lighthouse-4f2a',
    });
    const visitor = await stage.visit(`${server.url}/settings`, { mayComplainOf: /403/ });
    const { page } = visitor;
    await logIn(visitor, tokens.viewer);
    await visitor.sees('Only an operator sees how this server is configured');
    await page.getByRole('main').getByRole('button', { name: 'Log out' }).click();

    await visitor.goTo(`${server.url}/login?next=%2Fsettings`);
    await logIn(visitor, tokens.operator);
    const checks = page.getByRole('list', { name: 'What works here' }).getByRole('listitem');
    await checks.filter({ hasText: 'database' }).first().getByText('Works').waitFor();
    await checks
      .filter({ hasText: `${stage.serverUrl}/v1` })
      .getByText('Broken')
      .waitFor();
    await checks.getByText('telltale configure set model.apiKey -').waitFor();
    await page.getByRole('searchbox', { name: 'Find a setting' }).fill('model.apiKey');
    await visitor.sees('set (sk-…4f2a)');
    expect(await page.content()).not.toContain('lighthouse');
    expect(await visitor.inspect('settings')).toEqual([]);
  });
});
