import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { describeWithBrowser } from './rig/describe-with-browser.ts';
import { openStage } from './rig/open-stage.ts';
import { RunPage } from './rig/run-page.ts';
import type { Visitor } from './rig/visitor.ts';

const TITLE = /lamp on the machine/i;

/** What is said just now lies within the part of the transcript that is seen. */
const CURRENT_IS_IN_SIGHT = `(() => {
  const list = document.querySelector('ol[aria-label=Transcript]').parentElement.getBoundingClientRect();
  const row = document.querySelector('li[aria-current=true]')?.getBoundingClientRect();
  return row !== undefined && row.top >= list.top && row.bottom <= list.bottom;
})()`;

/** Resolves when the player is there in the recording. */
async function isAt(visitor: Visitor, seconds: number): Promise<void> {
  const place = `Number(document.querySelector('[role=slider][aria-label=Position]')?.getAttribute('aria-valuenow'))`;
  await visitor.until(`${place} >= ${seconds} && ${place} < ${seconds + 10}`);
}

/** Resolves when all pictures of the page are there, each from the server of the page. */
async function showsPictures(visitor: Visitor): Promise<void> {
  await visitor.until(`document.images.length > 0 && [...document.images].every((image) =>
    image.naturalWidth > 0 && new URL(image.currentSrc).origin === location.origin)`);
}

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
    expect(await visitor.tooWideFor()).toEqual([]);
    await page.getByRole('main').getByRole('button', { name: 'Submit', exact: true }).click();
    await page.waitForURL(/\/runs\/episode-/);
    await new RunPage(visitor).verdictIs('Succeeded');
    expect(await visitor.inspect('run-episode')).toEqual([]);

    await page.getByRole('link', { name: 'Open the episode' }).first().click();
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await page.getByRole('heading', { name: 'Transcript' }).waitFor();
    await visitor.settled();
    expect(await visitor.inspect('episode')).toEqual([]);
    expect(await visitor.tooWideFor()).toEqual([]);
    await showsPictures(visitor);

    const player = page.getByRole('region', { name: 'Player' });
    await player.getByRole('button', { name: 'Play', exact: true }).click();
    await player.getByRole('button', { name: 'Pause', exact: true }).click();

    // Whoever goes through the player by keyboard does not move the page behind it.
    const top = await page.evaluate('scrollY');
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate('scrollY')).toBe(top);

    // A click on what was said plays from there.
    const said = page.getByRole('list', { name: 'Transcript' }).getByRole('listitem');
    const fourth = said.nth(3);
    const clock = (await fourth.getByRole('button', { name: /^Play from/ }).innerText()).split(':');
    await fourth.locator('bdi').last().click();
    await isAt(visitor, Number(clock[0]) * 60 + Number(clock[1]));
    await player.getByRole('button', { name: 'Pause', exact: true }).click();

    // What is said stays in sight, until somebody looks elsewhere.
    const forward = player.getByRole('button', { name: 'Forward 15 seconds' });
    for (let times = 0; times < 5; times += 1) await forward.click();
    await visitor.until(CURRENT_IS_IN_SIGHT);
    await page.getByRole('list', { name: 'Transcript' }).hover();
    await page.mouse.wheel(0, -3_000);
    await visitor.until(`!(${CURRENT_IS_IN_SIGHT})`);
    await page.getByRole('button', { name: 'Follow the audio', pressed: false }).click();
    await visitor.until(CURRENT_IS_IN_SIGHT);
    await visitor.picture('episode-following');
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
    const player = page.getByRole('region', { name: 'Player' });
    await page
      .getByRole('button', { name: /^Play “.+” from/ })
      .first()
      .click();
    await player.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(new URL(page.url()).pathname).toBe('/search');
    await player.getByRole('button', { name: 'Close the player' }).click();

    await page
      .getByRole('link', { name: /^Open at/ })
      .first()
      .click();
    await page.waitForURL(/\/episodes\/.+[?&]t=\d/);
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    const startS = Math.floor(Number(new URL(page.url()).searchParams.get('t')));
    await isAt(visitor, startS);
    await page.reload();
    await isAt(visitor, startS);
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
    const recording = new URL('../packages/testing/src/podcasts/recordings/static.mp3', import.meta.url).pathname;
    await visitor.drag(recording);
    await visitor.sees('Let go to upload them');
    await visitor.drop(recording);
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
