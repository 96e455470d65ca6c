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
/** Around a part of a page, in px. */
const MARGIN = 16;
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

await take('run', `/runs/${runId}`, { width: 1280, height: 1200 }, async (visitor) => {
  await new RunPage(visitor).verdictIs('Working');
  await visitor.sees(/3 tries/);
});
await take('runs', '/', { width: 1440, height: 1180 }, async ({ page }) => {
  await page.getByRole('list', { name: 'Runs, newest first' }).getByText('Stuck', { exact: true }).first().waitFor();
});
stage.director.openAll('');
await stage.ends(runId, 'succeeded');
await take('gantt', `/runs/${runId}?tab=gantt`, { width: 1440, height: 1200, part: '#work' }, async ({ page }) => {
  await page
    .getByRole('tabpanel', { name: /^Gantt/ })
    .getByText('publish')
    .first()
    .waitFor();
});
await take('episode', `/episodes/${episodeId}`, { width: 1280, height: 860 }, async ({ page }) => {
  const player = page.getByRole('region', { name: 'Player' });
  await player.getByRole('button', { name: 'Play', exact: true }).click();
  for (let times = 0; times < 3; times += 1) await player.getByRole('button', { name: 'Forward 15 seconds' }).click();
  await player.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.evaluate('window.scrollTo(0, 330)');
});

interface Picture {
  readonly width: number;
  readonly height: number;
  /** A selector. Default: all that is seen of the page. */
  readonly part?: string;
}

async function take(
  name: string,
  path: string,
  { part, ...size }: Picture,
  isThere: (visitor: Visitor) => Promise<unknown>,
): Promise<void> {
  const visitor = await stage.visit(path);
  await visitor.page.setViewportSize(size);
  await isThere(visitor);
  await visitor.settled();
  await visitor.until('[...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)');
  const box = part === undefined ? null : await visitor.page.locator(part).boundingBox();
  const clip = box === null ? {} : { clip: withMargin(box) };
  await visitor.page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled', ...clip });
  await stage.farewell();
}

function withMargin({ x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>) {
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

/** An episode of the sample show; gives its id. */
async function makeEpisode(page: string): Promise<string> {
  const input = { url: `${stage.serverUrl}/sample/${page}.html` };
  const { runId } = await stage.api.submitRun({ pipeline: 'episode', input });
  await stage.ends(runId, 'succeeded');
  return (await stage.api.getRun({ runId })).subject;
}
