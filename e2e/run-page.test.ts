import { readFile } from 'node:fs/promises';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { action, items, wait } from './rig/acts.ts';
import { describeWithBrowser } from './rig/describe-with-browser.ts';
import { openStage } from './rig/open-stage.ts';
import { RunPage } from './rig/run-page.ts';
import type { StagedRun } from './rig/staged-run.ts';

/** Of 8×8 pixels. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFUlEQVR42mNk+M/wn4GBgYmBgYGBAQAfBgH/xrKxCQAAAABJRU5ErkJggg==';

describeWithBrowser('the page of a run', () => {
  const db = testDatabase();
  const stage = openStage(db);

  /** A run that has tried this and that, and waits. */
  async function richRun(): Promise<StagedRun> {
    const click = (text: string, options: Parameters<typeof action>[1] = {}) =>
      action('click', { input: { text }, ...options });
    const run = await stage.start(
      {
        prepare: [
          click('Mehr Informationen', { timeoutMs: 50, gate: 'never' }),
          click('Mehr Informationen', { timeoutMs: 50, gate: 'never' }),
          click('⋮'),
          action('fetch', { input: { url: 'https://example.org/a.mp3' }, error: 'HTTP 404 of example.org' }),
          { do: 'file', kind: 'screenshot', name: '0001-click.png', contentType: 'image/png', base64: PICTURE },
          {
            do: 'file',
            kind: 'notes',
            name: 'notes.json',
            contentType: 'application/json',
            base64: btoa('{"ok":true}'),
          },
          { do: 'log', message: 'The page names an audio file.' },
        ],
        transcribe: [items(6, { isGated: false, failing: [2, 5] })],
        publish: [action('model', { input: { model: 'scripted:model' }, timeoutMs: 600_000, gate: 'answer' })],
      },
      { title: 'All about lamps' },
    );
    await run.reached('answer');
    return run;
  }

  test('its timeline tells what was tried and what became of it, live', async () => {
    const run = await richRun();
    const visitor = await stage.visit(run.path);
    const { page } = visitor;
    const timeline = page.getByRole('tabpanel', { name: /Timeline/ });
    await timeline.getByText(/2 tries: 2 timed out/).waitFor();
    await timeline
      .getByText(/HTTP 404 of example.org/)
      .first()
      .waitFor();
    await timeline
      .getByText(/^model 'scripted:model' has been running/)
      .first()
      .waitFor();
    expect(await visitor.inspect('timeline')).toEqual([]);
    expect(await visitor.tooWideFor()).toEqual([]);

    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Timed out');
    await timeline.getByText(/HTTP 404/).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('outcome')).toBe('timeout');
    await page.getByRole('button', { name: 'Show everything' }).click();
    await timeline
      .getByText(/HTTP 404 of example.org/)
      .first()
      .waitFor();

    await timeline
      .getByRole('button', { name: /Open the picture 0001-click.png/ })
      .or(timeline.getByRole('link', { name: /Open the picture 0001-click.png/ }))
      .first()
      .click();
    await page.getByRole('dialog', { name: /Picture 1 of 1/ }).waitFor();
    await visitor.picture('picture');
    await page.keyboard.press('Escape');
    run.openAll();
    await new RunPage(visitor).verdictIs('Succeeded');
  });

  test.for([
    { tab: 'Gantt', name: 'gantt', shows: /prepare/ },
    { tab: 'Items', name: 'items', shows: 'Segment 2 of the recording' },
    { tab: 'Events', name: 'events', shows: 'action.started' },
    { tab: 'Files', name: 'files', shows: 'notes.json' },
    { tab: 'History', name: 'history', shows: 'Shown here' },
  ] as const)('its tab $tab is for everybody', async ({ tab, name, shows }) => {
    const run = await richRun();
    const visitor = await stage.visit(run.path);
    await new RunPage(visitor).showTab(tab);
    await visitor.page
      .getByRole('tabpanel', { name: new RegExp(`^${tab}`) })
      .getByText(shows)
      .first()
      .waitFor();
    expect(await visitor.inspect(`tab-${name}`)).toEqual([]);
    run.openAll();
  });

  test('its events can be taken along, each as the API has it', async () => {
    const run = await richRun();
    run.openAll();
    await run.is('succeeded');
    const visitor = await stage.visit(`${run.path}?tab=events`);
    const { page } = visitor;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download JSONL' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    const { events } = await stage.api.readEvents({ runId: run.runId, limit: 1_000 });
    expect(lines.map((line) => JSON.parse(line))).toEqual(events);
  });

  test('is paused, resumed, cancelled, retried and rerun from there', async () => {
    const run = await stage.start({ transcribe: [items(4)], publish: [wait('published')] });
    await run.reached('segment-1');
    const visitor = await stage.visit(run.path);
    const { page } = visitor;
    const runPage = new RunPage(visitor);
    await runPage.control('Pause').click();
    await runPage.verdictIs('Pausing');
    run.open('segment-1');
    await runPage.verdictIs('Paused');
    await runPage.control('Resume').click();
    await runPage.verdictIs('Working');
    await run.reached('segment-2');
    await runPage.control('Cancel run').click();
    expect(await visitor.inspect('cancel-dialog')).toEqual([]);
    await runPage.dialog.getByRole('button', { name: 'Cancel the run' }).click();
    await runPage.verdictIs('Cancelled');
    await runPage.control('Retry').click();
    await runPage.dialog.getByRole('button', { name: 'Retry', exact: true }).click();
    await page.waitForURL(/run-2$/);
    await runPage.verdictIs('Working');
    run.openAll();
    await runPage.verdictIs('Succeeded');
    await runPage.control('Rerun from a step …').click();
    await runPage.dialog.getByRole('combobox', { name: 'Begin at' }).click();
    await page.getByRole('option', { name: '3. review' }).click();
    await runPage.dialog.getByText('Kept from this run: prepare, transcribe.').waitFor();
    await runPage.dialog.getByRole('button', { name: 'Rerun', exact: true }).click();
    await page.waitForURL(/run-3$/);
    await runPage.verdictIs('Succeeded');
    const { view } = await stage.api.getRunView({ runId: `directed-${run.subject}-run-3` });
    expect(view.steps.map(({ name, state }) => [name, state])).toEqual([
      ['prepare', 'kept'],
      ['transcribe', 'kept'],
      ['review', 'succeeded'],
      ['publish', 'succeeded'],
    ]);
  });

  test('gets another place in its queue while it waits there', async () => {
    const run = await stage.start({}, { pipeline: 'unattended' });
    const visitor = await stage.visit(run.path);
    const { page } = visitor;
    await page.getByRole('button', { name: 'More controls' }).click();
    await page.getByRole('menuitem', { name: 'Set priority …' }).click();
    await page.getByRole('textbox', { name: 'Priority' }).fill('7');
    await page.getByRole('button', { name: 'Set priority', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await stage.api.getRun({ runId: run.runId })).toMatchObject({ priority: 7, state: 'queued' });
  });

  test('takes the answer that it waits for', async () => {
    const question = {
      agent: 'downloader',
      question: 'Which of the two players is the right one?',
      options: ['The first', 'The second'],
      reason: 'asked',
    };
    const run = await stage.start({ prepare: [{ do: 'ask', question }] });
    await run.is('paused');
    const visitor = await stage.visit(run.path);
    await visitor.page.getByRole('button', { name: 'The second' }).first().click();
    await new RunPage(visitor).verdictIs('Succeeded');
  });

  test('its failed items are done again in a run of their own', async () => {
    const run = await stage.start({ transcribe: [items(4, { isGated: false, failing: [3] })] });
    await run.is('succeeded');
    const visitor = await stage.visit(`${run.path}?tab=items`);
    await visitor.page
      .getByRole('button', { name: /Retry 1 failed item/ })
      .first()
      .click();
    await visitor.page.waitForURL(/run-2/);
    await new RunPage(visitor).verdictIs('Succeeded');
    const runId = `directed-${run.subject}-run-2`;
    expect(await stage.api.getRun({ runId })).toMatchObject({ retryOf: run.runId });
    // The others are those of the first run.
    const { events } = await stage.api.readEvents({ runId, limit: 1_000 });
    expect(events.flatMap(({ item }) => item ?? [])).toEqual(['segment-3']);
  });

  test('names of strangers break nothing, nor do many steps', async () => {
    const title = `\u202e${'אבג '.repeat(3)}<img src=x onerror=alert(1)>\u2066 ${'Verylongword'.repeat(900)}`;
    const run = await stage.start({ part_17: [wait('go')] }, { title, pipeline: 'lengthy' });
    await run.reached('go');
    const visitor = await stage.visit(run.path);
    await visitor.sees('<img src=x onerror=alert(1)>');
    const steps = visitor.page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
    await steps.last().getByText('part_30').waitFor();
    expect(await steps.count()).toBe(30);
    expect(await visitor.inspect('run-strange-title')).toEqual([]);
    expect(await visitor.tooWideFor()).toEqual([]);
    await visitor.goTo('/');
    await visitor.sees('<img src=x onerror=alert(1)>');
    expect(await visitor.tooWideFor()).toEqual([]);
    run.openAll();
  });
});
