// Takes the pictures of the README, of real runs: npm run screenshots -w e2e
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createPool, setUpDatabase } from '@telltale/engine/client';
import { startPostgres } from '@telltale/testing/postgres';
import { action, items, wait } from '../rig/acts.ts';
import { RunPage } from '../rig/run-page.ts';
import { Stage } from '../rig/stage.ts';
import type { Visitor } from '../rig/visitor.ts';
import type { Act } from '../stage/directed.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const SIZE = { width: 1280, height: 860 };

await using stack = new AsyncDisposableStack();
const postgres = stack.use(await startPostgres({ fsync: false }));
await setUpDatabase(postgres.url);
const pool = createPool({ connectionString: postgres.url });
stack.defer(() => pool.end());
const stage = new Stage({ url: postgres.url, pool: () => pool }, { hasEpisodes: true });
await stage.open();
stack.defer(() => stage.close());
await mkdir(FOLDER, { recursive: true });
const episodeId = await makeEpisode();
const runId = await makeRuns();

await take('runs', '/', async ({ page }) => {
  await page.getByRole('list', { name: 'Runs, newest first' }).getByText('Working', { exact: true }).first().waitFor();
});
await take('run', `/runs/${runId}`, async (visitor) => {
  await new RunPage(visitor).verdictIs('Working');
  await visitor.sees(/tries/);
});
await take('episode', `/episodes/${episodeId}`, (visitor) => visitor.sees('Transcript'));

async function take(name: string, path: string, isThere: (visitor: Visitor) => Promise<unknown>): Promise<void> {
  const visitor = await stage.visit(path);
  await visitor.page.setViewportSize(SIZE);
  await isThere(visitor);
  await visitor.settled();
  await visitor.page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled' });
  await stage.farewell();
}

/** The first episode of the sample show; gives its id. */
async function makeEpisode(): Promise<string> {
  const input = { url: `${stage.serverUrl}/sample/1-the-lamp-on-the-machine.html` };
  const { runId } = await stage.api.submitRun({ pipeline: 'episode', input });
  await stage.ends(runId, 'succeeded');
  return (await stage.api.getRun({ runId })).subject;
}

/** Runs in many states. Gives the id of one of which an agent looks for audio. */
async function makeRuns(): Promise<string> {
  const quick: Act = items(12, { isGated: false });
  const done = await stage.start(
    { transcribe: [quick] },
    { subject: 'keepers-of-the-light', title: 'Keepers of the light' },
  );
  await done.is('succeeded');
  const failed = await stage.start(
    { prepare: [{ do: 'fail', message: 'no audio link was found on the page' }] },
    { subject: 'what-the-harbour-master-said', title: 'What the harbour master said' },
  );
  await failed.is('failed');
  const asking = await stage.start(
    {
      prepare: [
        {
          do: 'ask',
          question: {
            agent: 'downloader',
            question: 'Which of the two players is the right one?',
            options: ['The first', 'The second'],
            reason: 'asked',
          },
        },
      ],
    },
    { subject: 'tides-and-timetables', title: 'Tides and timetables' },
  );
  await asking.is('paused');
  const quiet = await stage.start(
    { review: [wait('read')] },
    { subject: 'a-history-of-buoys', title: 'A history of buoys' },
  );
  await quiet.reached('read');
  await quiet.age('review', '3 minutes');
  const looping = await stage.start(
    { prepare: [{ do: 'loop', message: 'click “Information” was called 5 times with the same result' }, wait('end')] },
    { subject: 'the-fog-signal-engineers', title: 'The fog signal engineers' },
  );
  await looping.reached('end');
  const working = await stage.start(
    { transcribe: [items(40, { concurrency: 2 })] },
    { subject: 'lenses-hand-ground', title: 'Lenses, hand ground' },
  );
  for (let n = 1; n <= 17; n += 1) {
    await working.reached(`segment-${n}`);
    working.open(`segment-${n}`);
  }
  await stage.start({}, { subject: 'ropes-and-splices', title: 'Ropes and splices', pipeline: 'unattended' });
  return (await makeAgentRun()).runId;
}

async function makeAgentRun() {
  const click = (text: string, options: Parameters<typeof action>[1] = {}) =>
    action('click', { input: { text }, ...options });
  const run = await stage.start(
    {
      prepare: [
        action('navigate', { input: { url: 'https://podcast.example/works' } }),
        click('Mehr Informationen', { timeoutMs: 3_000, gate: 'never' }),
        click('Mehr Informationen', { timeoutMs: 3_000, gate: 'never' }),
        action('screenshot', {}),
        click('⋮'),
        action('fetch', { input: { url: 'https://podcast.example/a.mp3' }, error: 'HTTP 404 of podcast.example' }),
        click('Information', { timeoutMs: 30_000, gate: 'answer' }),
      ],
    },
    { subject: 'the-lamp-on-the-machine', title: 'The lamp on the machine' },
  );
  await run.reached('answer');
  return run;
}
