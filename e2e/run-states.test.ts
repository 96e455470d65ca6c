import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { action, items, wait } from './rig/acts.ts';
import { describeWithBrowser } from './rig/describe-with-browser.ts';
import { openStage } from './rig/open-stage.ts';
import { RunPage } from './rig/run-page.ts';
import type { Stage } from './rig/stage.ts';
import type { StagedRun } from './rig/staged-run.ts';

interface State {
  readonly name: string;
  /** Brings a run into it. */
  readonly reach: (stage: Stage) => Promise<StagedRun>;
  /** The word of the verdict. */
  readonly verdict: string;
  /** What else the card says. */
  readonly says: readonly (string | RegExp)[];
}

const STATES: readonly State[] = [
  {
    name: 'queued',
    verdict: 'Queued',
    says: ['Waiting for a worker', /No worker takes runs from queue unattended/],
    reach: (stage) => stage.start({}, { pipeline: 'unattended' }),
  },
  {
    name: 'working',
    verdict: 'Working',
    says: ['Segment 2 of the recording', 'Segment 3 of the recording', 'Segment 4 of the recording', /1 of 8 segments/],
    reach: async (stage) => {
      const run = await stage.start({ transcribe: [items(8, { concurrency: 2 })] }, { title: 'All about lamps' });
      await run.reached('segment-1');
      run.open('segment-1');
      await run.reached('segment-3');
      return run;
    },
  },
  {
    name: 'waiting-for-model',
    verdict: 'Working',
    says: [/model/],
    reach: async (stage) => {
      const run = await stage.start({
        publish: [action('model', { input: { model: 'scripted:model' }, timeoutMs: 600_000, gate: 'answer' })],
      });
      await run.reached('answer');
      return run;
    },
  },
  {
    name: 'quiet',
    verdict: 'Quiet',
    says: [/Quiet for 2 m/],
    reach: async (stage) => {
      const run = await stage.start({ prepare: [wait('thought')] });
      await run.reached('thought');
      await run.age('prepare', '2 minutes');
      return run;
    },
  },
  {
    name: 'looping',
    verdict: 'Looping',
    says: [/click “Information” was called 5 times/],
    reach: async (stage) => {
      const message = 'click “Information” was called 5 times with the same result';
      const run = await stage.start({ prepare: [{ do: 'loop', message }, wait('end')] });
      await run.reached('end');
      return run;
    },
  },
  {
    name: 'stuck',
    verdict: 'Stuck',
    says: [/nothing has advanced for 2 m/],
    reach: async (stage) => {
      const run = await stage.start({ prepare: { acts: [wait('thought')], stuckAfterMs: 60_000 } });
      await run.reached('thought');
      await run.age('prepare', '2 minutes');
      return run;
    },
  },
  {
    name: 'pausing',
    verdict: 'Pausing',
    says: [/2 segments finishing/],
    reach: async (stage) => {
      const run = await stage.start({ transcribe: [items(5, { concurrency: 2 })] });
      await run.reached('segment-2');
      await stage.api.pauseRun({ runId: run.runId });
      return run;
    },
  },
  {
    name: 'paused',
    verdict: 'Paused',
    says: [/2 of 5 segments/, /What was done is kept/],
    reach: async (stage) => {
      const run = await stage.start({ transcribe: [items(5, { concurrency: 2 })] });
      await run.reached('segment-2');
      await stage.api.pauseRun({ runId: run.runId, reason: 'the disk is full' });
      run.open('segment-1');
      run.open('segment-2');
      await run.is('paused');
      return run;
    },
  },
  {
    name: 'paused-with-question',
    verdict: 'Paused',
    says: ['Which of the two players is the right one?'],
    reach: async (stage) => {
      const run = await stage.start({
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
      });
      await run.is('paused');
      return run;
    },
  },
  {
    name: 'zero-items',
    verdict: 'Working',
    says: [/no segments to process/i],
    reach: async (stage) => {
      const run = await stage.start({ review: [items(0), wait('reviewed')] });
      await run.reached('reviewed');
      return run;
    },
  },
  {
    name: 'between-steps',
    verdict: 'Working',
    says: ['Between steps', /review/],
    reach: async (stage) => {
      const run = await stage.start({ transcribe: [items(3, { isGated: false })], review: { gateBefore: 'go' } });
      await run.reached('go');
      return run;
    },
  },
  {
    name: 'retrying',
    verdict: 'Working',
    says: [/Attempt 2 begins in/],
    reach: async (stage) => {
      const fail = { do: 'fail', message: 'HTTP 503 of example.org', attempts: 1 } as const;
      const run = await stage.start({ prepare: { acts: [fail], retryAfterMs: 600_000 } });
      await run.isToldOf('step.retrying', 'prepare');
      return run;
    },
  },
  {
    name: 'done',
    verdict: 'Succeeded',
    says: ['All done'],
    reach: async (stage) => {
      const run = await stage.start({ transcribe: [items(4, { isGated: false })] });
      await run.is('succeeded');
      return run;
    },
  },
  {
    name: 'failed',
    verdict: 'Failed',
    says: [/transcribe/],
    reach: async (stage) => {
      const run = await stage.start({
        transcribe: [
          items(3, { isGated: false, failing: [2] }),
          action('fetch', { input: { url: 'https://example.org/a.mp3' }, error: 'HTTP 404 of example.org' }),
          { do: 'fail', message: 'no audio link was found on the page' },
        ],
      });
      await run.is('failed');
      return run;
    },
  },
  {
    name: 'cancelled',
    verdict: 'Cancelled',
    says: [/transcribe/],
    reach: async (stage) => {
      const run = await stage.start({ transcribe: [items(3)] });
      await run.reached('segment-1');
      await stage.api.cancelRun({ runId: run.runId });
      await run.is('cancelled');
      return run;
    },
  },
];

describeWithBrowser('the processing card', () => {
  const db = testDatabase();
  const stage = openStage(db);

  test.for(STATES)('$name', async ({ name, reach, verdict, says }) => {
    const run = await reach(stage);
    const visitor = await stage.visit(run.path);
    const page = new RunPage(visitor);
    const look = async () => {
      await page.verdictIs(verdict);
      for (const text of says) await page.says(text);
    };
    await look();
    expect(await visitor.inspect(`run-${name}`)).toEqual([]);
    await visitor.page.reload();
    await look();
  });

  test('its bar moves with each item and begins anew with each step; that of the run never goes back', async () => {
    const run = await stage.start({ transcribe: [items(5)], review: [items(3, { isGated: false, takesMs: 400 })] });
    await run.reached('segment-1');
    const page = new RunPage(await stage.visit(run.path));
    await page.percentIs(0);
    await page.watchCard();
    for (let done = 0; done < 5; done += 1) {
      await page.percentIs(done * 20);
      await page.current.getByText(`Segment ${done + 1} of the recording`).waitFor();
      if (done < 4) await page.upNext.getByText(`Segment ${done + 2} of the recording`).waitFor();
      run.open(`segment-${done + 1}`);
    }
    await page.verdictIs('Succeeded');
    await page.percentIs(100);
    const shown = await page.cardShown();
    const ofStep = (step: number) => shown.filter((seen) => seen.step === step).flatMap(({ ofStep }) => ofStep ?? []);
    for (const step of [2, 3]) expect(ofStep(step)).toEqual(ofStep(step).toSorted((a, b) => a - b));
    expect([...new Set(ofStep(2))]).toEqual(expect.arrayContaining([0, 20, 40, 60, 80]));
    expect([...new Set(ofStep(3))]).toEqual(expect.arrayContaining([0, 33, 67]));
    const ofRun = shown.flatMap(({ ofRun }) => ofRun ?? []);
    expect(ofRun).toEqual(ofRun.toSorted((a, b) => a - b));
    // Each item of a moment was named.
    for (const n of [1, 2, 3])
      expect(shown.some(({ step, current }) => step === 3 && current.includes(`Segment ${n} of`))).toBe(true);
  });

  test('its bar breathes while it waits for a model, and only then', async () => {
    const run = await stage.start({
      prepare: [wait('thought'), action('model', { timeoutMs: 600_000, gate: 'answer' }), wait('end')],
    });
    await run.reached('thought');
    const { card } = new RunPage(await stage.visit(run.path));
    await card.locator('[data-waiting=false]').first().waitFor();
    run.open('thought');
    await card.locator('[data-waiting=true]').first().waitFor();
    run.open('answer');
    await card.locator('[data-waiting=true]').waitFor({ state: 'detached' });
    run.openAll();
  });

  test('a run that ended stays at 100 % until somebody closes its card', async () => {
    const run = await stage.start({ transcribe: [items(2)] });
    await run.reached('segment-1');
    const visitor = await stage.visit(run.path);
    const page = new RunPage(visitor);
    await page.percentIs(0);
    run.openAll();
    await page.verdictIs('Succeeded');
    await page.percentIs(100);
    await page.card.getByRole('button', { name: 'Close this card' }).click();
    const show = visitor.page.getByRole('button', { name: 'Show how it ended' });
    await show.waitFor();
    await visitor.page.reload();
    await show.click();
    await page.percentIs(100);
  });

  test('what was known last is there again before the server has said a word', async () => {
    const run = await stage.start({ transcribe: [items(4)] });
    await run.reached('segment-1');
    run.open('segment-1');
    await run.reached('segment-2');
    const visitor = await stage.visit(run.path, { mayComplainOf: /Failed to load resource/ });
    const page = new RunPage(visitor);
    await page.percentIs(25);
    await page.remembered(run.runId);
    await visitor.page.route('**/api/**', (route) => route.abort());
    await visitor.page.reload();
    await page.percentIs(25);
    await visitor.sees(/As this browser saw it/);
    await visitor.picture('run-remembered');
  });
});
