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

  // What it took tells how long the others may take.
  const done = await start('The Eddystone Light', {
    ...DONE,
    transcribe: [items(SEGMENTS, { isGated: false, concurrency: 8, takesMs: 500 })],
  });
  await done.is('succeeded');

  const failed = await start('The Bell at Inchcape', {
    fetch_details: [FOUND],
    find_audio: [{ do: 'fail', message: 'no audio link was found on the page' }],
  });
  await failed.is('failed');

  const stuck = await start('A History of Buoys', {
    ...DONE,
    transcribe: [items(SEGMENTS, { isGated: false })],
    summarize: { acts: [wait('read')], stuckAfterMs: 600_000 },
  });
  await stuck.reached('read');
  await stuck.age('summarize', '11 minutes');

  const quiet = await start('The Fog Signal Engineers', { fetch_details: [FOUND], find_audio: [wait('found')] });
  await quiet.reached('found');
  await quiet.age('find_audio', '3 minutes');

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

  await start('Ropes over the Railway', {
    ...DONE,
    transcribe: [items(SEGMENTS, { isGated: false, takesMs: 1_200 })],
  });
}
