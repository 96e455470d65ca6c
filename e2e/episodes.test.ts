import { readFile } from 'node:fs/promises';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { describeWithBrowser } from './rig/describe-with-browser.ts';
import { openStage } from './rig/open-stage.ts';
import { RunPage } from './rig/run-page.ts';

const TITLE = /lamp on the machine/i;

describeWithBrowser('episodes', () => {
  const db = testDatabase();
  const stage = openStage(db, { hasEpisodes: true });

  test('an address becomes an episode, with player, transcript and search', async () => {
    const visitor = await stage.visit('/submit?pipeline=episode');
    const { page } = visitor;
    await page
      .getByRole('textbox', { name: /url/i })
      .first()
      .fill(`${stage.serverUrl}/sample/1-the-lamp-on-the-machine.html`);
    expect(await visitor.inspect('submit-episode')).toEqual([]);
    await page.getByRole('main').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.waitForURL(/\/runs\/episode-/);
    await new RunPage(visitor).verdictIs('Succeeded');
    expect(await visitor.inspect('run-episode')).toEqual([]);

    await page.getByRole('link', { name: 'Open the episode' }).first().click();
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await page.getByRole('heading', { name: 'Transcript' }).waitFor();
    await visitor.settled();
    expect(await visitor.inspect('episode')).toEqual([]);

    const duration = page.getByRole('slider', { name: 'Position' });
    await duration.waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).first().click();
    await page.getByRole('button', { name: 'Pause', exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
  });

  test('the episodes are listed', async () => {
    const visitor = await stage.visit('/episodes');
    await visitor.page.getByRole('link', { name: TITLE }).first().waitFor();
    expect(await visitor.inspect('episodes')).toEqual([]);
  });

  test('what was said is found, and leads to where it was said', async () => {
    const visitor = await stage.visit('/search');
    const { page } = visitor;
    await page
      .getByRole('searchbox')
      .or(page.getByRole('textbox', { name: 'Search what was said' }))
      .first()
      .fill('telltale');
    await page.locator('mark').first().waitFor();
    expect(await visitor.inspect('search')).toEqual([]);
    await page
      .getByRole('link', { name: /^Open at/ })
      .first()
      .click();
    await page.waitForURL(/\/episodes\/.+[?&]t=\d/);
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  });

  test('people, places and things lead to where they are mentioned', async () => {
    const { entities } = await stage.api.listEntities({});
    const [entity] = entities;
    const visitor = await stage.visit(`/entities/${entity?.entityId}`);
    await visitor.page.getByRole('heading', { level: 1, name: entity?.name ?? '' }).waitFor();
    await visitor.sees('Where it is mentioned');
    expect(await visitor.inspect('entity')).toEqual([]);
  });

  test('a recording that is dropped on the page becomes an episode', async () => {
    const visitor = await stage.visit('/submit');
    const { page } = visitor;
    const recording = new URL('../packages/testing/src/podcasts/recordings/static.mp3', import.meta.url);
    const file = { name: 'lighthouse.mp3', mimeType: 'audio/mpeg', buffer: await readFile(recording) };
    await page.locator('input[type=file]').first().setInputFiles(file);
    await visitor.sees('Its run was started');
    expect(await visitor.inspect('upload')).toEqual([]);
    await page.getByRole('link', { name: 'Open the run' }).first().click();
    await new RunPage(visitor).verdictIs('Succeeded');
    await page.getByRole('link', { name: 'Open the episode' }).first().click();
    await visitor.sees(/Keepers of the lighthouse/);
  });

  test('what is no recording is refused before it is sent', async () => {
    const visitor = await stage.visit('/submit');
    const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no sound') };
    await visitor.page.locator('input[type=file]').first().setInputFiles(file);
    await visitor.sees('This is no audio or video file.');
  });
});
