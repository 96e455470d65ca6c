import { action, items, wait } from '../rig/acts.ts';
import type { Stage } from '../rig/stage.ts';
import type { StagedRun } from '../rig/staged-run.ts';
import type { Act } from '../stage/directed.ts';

const FOUND: Act = action('fetch', { input: { url: 'https://telltales.example/feed.xml' } });
const DONE = { fetch_details: [FOUND], find_audio: [FOUND], download: [FOUND] };
const SEGMENTS = 40;

/** Runs of episodes of a show in many states, the one that needs no look first: lists have the newest first. */
export async function makeRuns(stage: Stage): Promise<void> {
  const start = (title: string, steps: Parameters<Stage['start']>[0]): Promise<StagedRun> =>
    stage.start(steps, { subject: title.toLowerCase().replaceAll(/[^a-z]+/g, '-'), title, pipeline: 'podcast' });

  const failed = await start('The Bell at Inchcape', {
    fetch_details: [FOUND],
    find_audio: [{ do: 'fail', message: 'no audio link was found on the page' }],
  });
  await failed.is('failed');

  const stuck = await start('A History of Buoys', {
    ...DONE,
    transcribe: { acts: [items(SEGMENTS)], stuckAfterMs: 600_000 },
  });
  await advance(stuck, 31);
  await stuck.age('11 minutes');

  const quiet = await start('The Fog Signal Engineers', { ...DONE, summarize: [wait('read')] });
  await quiet.reached('read');
  await quiet.age('3 minutes');

  const asking = await start('Tides and Timetables', {
    fetch_details: [FOUND],
    find_audio: [
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
  });
  await asking.is('paused');

  const looping = await start('Lenses, Hand Ground', {
    fetch_details: [FOUND],
    find_audio: [{ do: 'loop', message: 'click “Information” was called 5 times with the same result' }, wait('found')],
  });
  await looping.reached('found');

  const working = await start('Ropes over the Railway', { ...DONE, transcribe: [items(SEGMENTS, { takesMs: 200 })] });
  await advance(working, 17);
}

/** Lets so many segments end. */
async function advance(run: StagedRun, segments: number): Promise<void> {
  for (let n = 1; n <= segments; n += 1) {
    await run.reached(`segment-${n}`);
    run.open(`segment-${n}`);
  }
  await run.reached(`segment-${segments + 1}`);
}
