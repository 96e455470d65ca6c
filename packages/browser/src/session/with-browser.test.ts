import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asStep, FakeStep } from '../../test/fake-step.ts';
import { describeWithBrowser, sessionsFolder } from '../../test/sessions.ts';
import { openSite, type Site } from '../../test/site.ts';
import { BrowserGoneError } from '../errors.ts';
import type { SessionSummary } from '../recording/session-summary.ts';
import type { BrowserSession } from './browser-session.ts';
import { killProcessesWith, processesWith } from './processes.ts';
import { profileArgument } from './reap-browsers.ts';
import { type BrowserOptions, withBrowser } from './with-browser.ts';

const folder = await sessionsFolder();

describeWithBrowser('a session', () => {
  let site: Site;
  let options: BrowserOptions;

  beforeAll(async () => {
    site = await openSite({ 'shop/': '<title>Shop</title><h1>Welcome</h1>', 'shop/never': () => undefined });
    options = { folder, allowPrivateNetworks: ['shop.test'], outbound: { lookup: site.lookup } };
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const profileOf = ({ id }: BrowserSession) => profileArgument(`${folder}/${id}/profile`);

  async function expectNothingLeft(argument: string): Promise<void> {
    expect(await processesWith(argument)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  }

  test('gives back what its function gives, tells how it ended, and keeps the trace', async () => {
    const step = new FakeStep();
    const summaries: SessionSummary[] = [];
    let argument = '';
    const title = await withBrowser(
      asStep(step),
      { ...options, onEnd: (summary) => summaries.push(summary) },
      async (session) => {
        argument = profileOf(session);
        expect(await processesWith(argument)).not.toEqual([]);
        await session.act('open', () => session.page().goto(site.url('shop')));
        await session.capture('open');
        return await session.page().title();
      },
    );

    expect(title).toBe('Shop');
    expect(summaries).toMatchObject([
      { outcome: 'completed', actions: 1, tabs: 1, screenshots: 1, downloads: 0, refused: 0 },
    ]);
    expect(step.messages.at(-1)).toMatch(/^Browser session completed after .+: 1 action, 1 picture, 0 downloads\.$/);
    const [trace] = step.kept('browser-trace');
    expect(trace).toMatchObject({
      name: `browser-trace-${summaries[0]?.sessionId}.zip`,
      contentType: 'application/zip',
    });
    expect(trace?.content.subarray(0, 2).toString()).toBe('PK');
    await expectNothingLeft(argument);
  });

  test('that fails is closed and recorded as well, and throws what its function threw', async () => {
    const step = new FakeStep();
    const error = new Error('the body failed');
    let argument = '';
    const run = withBrowser(asStep(step), options, async (session) => {
      argument = profileOf(session);
      await session.page().goto(site.url('shop'));
      throw error;
    });

    await expect(run).rejects.toBe(error);
    expect(step.messages.at(-1)).toMatch(/^Browser session failed/);
    expect(step.kept('browser-trace')).toHaveLength(1);
    await expectNothingLeft(argument);
  });

  test('whose step is stopped in the middle of a call ends at once, and keeps what was recorded until then', async () => {
    const step = new FakeStep();
    const reason = new Error('cancelled');
    let argument = '';
    const run = withBrowser(asStep(step), options, async (session) => {
      argument = profileOf(session);
      session.page().once('request', () => step.abort(reason));
      await session.act('open', () => session.page().goto(site.url('shop', '/never')));
    });

    await expect(run).rejects.toBe(reason);
    expect(step.messages.at(-1)).toMatch(/^Browser session terminated/);
    expect(step.kept('browser-trace')).toHaveLength(1);
    await expectNothingLeft(argument);
  });

  test('whose browser dies says so in a sentence, in what is under way and in what comes after', async () => {
    const step = new FakeStep();
    let argument = '';
    const run = withBrowser(asStep(step), options, async (session) => {
      argument = profileOf(session);
      const died = session.act('open', async () => {
        const loading = session.page().goto(site.url('shop', '/never'));
        await Promise.all([loading, killProcessesWith(argument)]);
      });
      await expect(died).rejects.toThrow(BrowserGoneError);
      expect(await session.capture('afterwards')).toBeNull();
      await session.act('again', () => session.page().title());
    });

    await expect(run).rejects.toThrow(/^The browser of session \w+ has ended; nothing can be done in it any more\.$/);
    expect(step.messages.at(-1)).toMatch(/^Browser session failed/);
    await expectNothingLeft(argument);
  });

  test('is closed even if the one who is told of its end throws; if nothing was opened there is no trace', async () => {
    const step = new FakeStep();
    let argument = '';
    const onEnd = () => {
      throw new Error('no metrics today');
    };
    await withBrowser(asStep(step), { ...options, onEnd }, async (session) => {
      argument = profileOf(session);
    });

    expect(step.messages.at(-1)).toBe('Telling how the browser session ended failed: no metrics today');
    expect(step.artifacts).toEqual([]);
    await expectNothingLeft(argument);
  });

  test('is not begun for a step that was stopped', async () => {
    const step = new FakeStep();
    step.abort(new Error('too late'));
    const run = withBrowser(asStep(step), options, () => Promise.resolve());
    await expect(run).rejects.toThrow('too late');
    expect(step.logs).toEqual([]);
  });
});
