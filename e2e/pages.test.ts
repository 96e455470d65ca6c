import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { describeWithBrowser } from './rig/chromium.ts';
import { openStage } from './rig/stage.ts';

/** The pages that there are whatever runs, with what their headings say. */
const PAGES = [
  ['runs', '/', 'Runs'],
  ['needs-you', '/needs-you', 'Needs you'],
  ['episodes', '/episodes', 'Episodes'],
  ['search', '/search', 'Search'],
  ['submit', '/submit', 'Submit'],
  ['workers', '/workers', 'Workers'],
  ['settings', '/settings', 'Settings'],
  ['nowhere', '/no-such-page', 'There is no such page'],
] as const;

describeWithBrowser('a page without data', () => {
  const db = testDatabase();
  const stage = openStage(db);

  test.for(PAGES)('%s is for everybody, in light and dark, on a phone', async ([name, path, title]) => {
    const { page, ...visitor } = await stage.visit(path);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  });
});
