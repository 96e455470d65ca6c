import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { items, wait } from './rig/acts.ts';
import { describeWithBrowser } from './rig/describe-with-browser.ts';
import { openStage } from './rig/open-stage.ts';
import { RunPage } from './rig/run-page.ts';

/** The pages that there are whatever runs, with what their headings say. */
const PAGES = [
  { name: 'runs', path: '/', title: 'Runs' },
  { name: 'needs-you', path: '/needs-you', title: 'Needs you' },
  { name: 'episodes', path: '/episodes', title: 'Episodes' },
  { name: 'search', path: '/search', title: 'Search' },
  { name: 'submit', path: '/submit', title: 'Submit' },
  { name: 'workers', path: '/workers', title: 'Workers' },
  { name: 'settings', path: '/settings', title: 'Settings' },
  { name: 'no-such-page', path: '/no-such-page', title: 'There is no such page' },
  { name: 'no-such-run', path: '/runs/no-such-run', title: 'There is no such run' },
] as const;

/** Of which the server says that what they are about is not there. */
const IS_MISSING: readonly string[] = ['no-such-run', 'episodes', 'search', 'settings'];

describeWithBrowser('pages', () => {
  const db = testDatabase();
  const stage = openStage(db);

  test.for(PAGES)('$name has nothing to show yet, and says so to everybody', async ({ name, path, title }) => {
    const visitor = await stage.visit(path, IS_MISSING.includes(name) ? { mayComplainOf: /404/ } : {});
    await visitor.page.getByRole('heading', { level: 1, name: title }).waitFor();
    await visitor.settled();
    expect(await visitor.inspect(`empty-${name}`)).toEqual([]);
  });

  test('every page of the navigation is reached by keyboard, and says its name', async () => {
    const visitor = await stage.visit('/', { mayComplainOf: /404/ });
    const { page } = visitor;
    for (const [keys, title] of [
      [['g', 'n'], 'Needs you'],
      [['g', 'e'], 'Episodes'],
      [['g', 's'], 'Search'],
      [['g', 'w'], 'Workers'],
      [['c'], 'Submit'],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await visitor.until(`document.title.startsWith(${JSON.stringify(title)})`);
      // What was typed into a field of the page is no key of ours.
      await page.evaluate('document.activeElement?.blur()');
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('the list of runs changes as they do, and is searched and filtered by its address', async () => {
    // One after the other: the newest stands at the top.
    const lamps = await stage.start({ transcribe: [items(4)] }, { title: 'All about lamps' });
    const tides = await stage.start({ prepare: [wait('go')] }, { title: 'All about tides' });
    await Promise.all([lamps.reached('segment-1'), tides.reached('go')]);
    const visitor = await stage.visit('/');
    const { page } = visitor;
    const row = (title: string) =>
      page.getByRole('list', { name: 'Runs, newest first' }).getByRole('listitem').filter({ hasText: title });
    await row('All about lamps').getByText('Working', { exact: true }).waitFor();
    await row('All about tides').waitFor();
    expect(await visitor.inspect('runs')).toEqual([]);
    expect(await visitor.tooWideFor()).toEqual([]);

    lamps.open('segment-1');
    await row('All about lamps').getByText('1 of 4 segments', { exact: true }).waitFor();
    tides.openAll();
    await row('All about tides').getByText('Succeeded', { exact: true }).waitFor();

    await page.getByRole('button', { name: /^Succeeded/ }).click();
    await row('All about lamps').waitFor({ state: 'detached' });
    await row('All about tides').waitFor();
    expect(new URL(page.url()).searchParams.get('verdict')).toContain('succeeded');
    await page.goBack();
    await row('All about lamps').waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('lamps');
    await row('All about tides').waitFor({ state: 'detached' });
    await visitor.until('new URL(location).searchParams.get("text") === "lamps"');
    await page.reload();
    await row('All about lamps').waitFor();
    await row('All about tides').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row('All about tides').waitFor();

    await page.evaluate('document.activeElement?.blur()');
    const focused = (title: string) => page.locator('a[data-run]:focus', { hasText: title });
    await page.keyboard.press('j');
    await focused('All about tides').waitFor();
    await page.keyboard.press('j');
    await focused('All about lamps').waitFor();
    await page.keyboard.press('k');
    await focused('All about tides').waitFor();
    await page.keyboard.press('j');
    await focused('All about lamps').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /All about lamps/ }).waitFor();
    await visitor.until(`/^\\d+ % · All about lamps · Telltale$/.test(document.title)`);
    lamps.openAll();
    await new RunPage(visitor).verdictIs('Succeeded');
    await visitor.until(`document.title === 'Succeeded · All about lamps · Telltale'`);
  });

  test('Needs you asks, and takes the answer', async () => {
    const { runId } = await stage.api.submitRun({ pipeline: 'approve', input: { subject: 'lamps' } });
    const visitor = await stage.visit('/needs-you');
    const { page } = visitor;
    await visitor.sees('Publish this?');
    expect(await visitor.inspect('needs-you')).toEqual([]);
    await page.getByRole('navigation').getByText('1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page.getByText('Publish this?').waitFor({ state: 'detached' });
    await stage.ends(runId, 'succeeded');
  });

  test('Workers shows the worker that is there, and what it has in hand', async () => {
    const run = await stage.start({ prepare: [wait('go')] }, { title: 'All about oars' });
    await run.reached('go');
    const visitor = await stage.visit('/workers');
    await visitor.sees(stage.worker.workerId);
    await visitor.page.getByRole('link', { name: /All about oars/ }).waitFor();
    expect(await visitor.inspect('workers')).toEqual([]);
    run.openAll();
  });

  test('Submit makes a form of what a pipeline takes, and says what is wrong with it', async () => {
    const visitor = await stage.visit('/submit?pipeline=approve', { mayComplainOf: /422/ });
    const { page } = visitor;
    const subject = page.getByRole('textbox', { name: /subject/i });
    await subject.waitFor();
    expect(await visitor.inspect('submit')).toEqual([]);
    await subject.fill('not / a subject');
    await page.getByRole('main').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('alert').first().waitFor();
    await subject.fill('submitted-by-hand');
    await page.getByRole('main').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.waitForURL(/\/runs\/approve-submitted-by-hand-run-1/);
    await new RunPage(visitor).verdictIs('Paused');
  });
});
