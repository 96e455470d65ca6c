// Takes the pictures of the README, of real runs: npm run screenshots
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPool, setUpDatabase } from '@telltale/engine/client';
import { startPostgres } from '@telltale/testing/postgres';
import { RunPage } from '../rig/run-page.ts';
import { Stage } from '../rig/stage.ts';
import type { Visitor } from '../rig/visitor.ts';
import { makeRuns } from './make-runs.ts';
import { drawWebPages } from './web-page.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const SEASON = 'telltales-season-1';

await using stack = new AsyncDisposableStack();
const postgres = stack.use(await startPostgres({ fsync: false }));
await setUpDatabase(postgres.url);
const pool = createPool({ connectionString: postgres.url });
stack.defer(() => pool.end());
const stage = new Stage({ url: postgres.url, pool: () => pool }, { hasEpisodes: true });
await stage.open();
stack.defer(() => stage.close());
const pictures = await mkdtemp(join(tmpdir(), 'telltale-pictures-'));
stack.defer(() => rm(pictures, { recursive: true, force: true }));
await drawWebPages(pictures);
await mkdir(FOLDER, { recursive: true });

const episodeId = await makeEpisode('1-the-lamp-on-the-machine');
await makeEpisode('2-keepers-of-the-light');
await makeRuns(stage);
const input = { subject: SEASON, title: 'Telltales, the first season', pictures };
const { runId } = await stage.api.submitRun({ pipeline: 'season', input });
await stage.director.reached(`${SEASON}/click`);

await take('run', `/runs/${runId}`, 1_120, async (visitor) => {
  await new RunPage(visitor).verdictIs('Working');
  await visitor.sees(/3 tries/);
});
await take('gantt', `/runs/${runId}?tab=gantt`, 860, async ({ page }) => {
  const panel = page.getByRole('tabpanel', { name: /^Gantt/ });
  await panel.getByText('find_audio').first().waitFor();
  await panel.evaluate('(element) => element.scrollIntoView({ block: "end" })');
});
await take('runs', '/', 860, async ({ page }) => {
  await page.getByRole('list', { name: 'Runs, newest first' }).getByText('Stuck', { exact: true }).first().waitFor();
});
await take('episode', `/episodes/${episodeId}`, 860, async ({ page }) => {
  const player = page.getByRole('region', { name: 'Player' });
  await player.getByRole('button', { name: 'Play', exact: true }).click();
  for (let times = 0; times < 3; times += 1) await player.getByRole('button', { name: 'Forward 15 seconds' }).click();
  await player.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('listitem').and(page.locator('[aria-current=true]')).last().waitFor();
  await page.mouse.wheel(0, 160);
});
stage.director.openAll('');

async function take(
  name: string,
  path: string,
  height: number,
  isThere: (visitor: Visitor) => Promise<unknown>,
): Promise<void> {
  const visitor = await stage.visit(path);
  await visitor.page.setViewportSize({ width: 1280, height });
  await isThere(visitor);
  await visitor.settled();
  await visitor.until('[...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)');
  await visitor.page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled' });
  await stage.farewell();
}

/** An episode of the sample show; gives its id. */
async function makeEpisode(page: string): Promise<string> {
  const input = { url: `${stage.serverUrl}/sample/${page}.html` };
  const { runId } = await stage.api.submitRun({ pipeline: 'episode', input });
  await stage.ends(runId, 'succeeded');
  return (await stage.api.getRun({ runId })).subject;
}
