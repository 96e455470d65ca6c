import { testDatabase } from '@telltale/testing';
import { after, call, hold, say } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { browse, describeWithBrowser, errand, NOTHING, report, Stage } from '../test/stage.ts';

const db = testDatabase();
const SELECTORS = [
  'button:text-is("Mehr Informationen")',
  'button:text-is("⋮")',
  'a:text-is("Mehr Informationen")',
  'button:text-is("Information")',
];

describeWithBrowser('an agent on a page where nothing can be clicked', () => {
  test('is seen at each try by another process, asks a person, and goes on with what that person says', async () => {
    await using stage = await Stage.open(db);
    const { model, client, sites } = stage;
    const url = sites.url('podcast', '/stuck');
    const question = 'I cannot open the details. Where is the episode?';
    const gates = SELECTORS.map(() => hold());
    const asking = hold();
    model.script([say('SAFE')], { when: ({ instructions }) => instructions.startsWith('You judge one control') });
    model.script([
      call('navigate', { url }),
      ...SELECTORS.map((selector, index) => after(gates[index] ?? hold(), call('click', { selector }))),
      after(asking, call('ask_human', { question })),
    ]);
    const [{ child }, onlooker] = await Promise.all([
      stage.work({ pageTimeoutMs: 1_000, concurrency: 1 }),
      stage.lookOn(),
    ]);
    const { runId } = await client.submit(browse, { task: 'Find the episode.', url });

    for (const [index, selector] of SELECTORS.entries()) {
      const begins = onlooker.sees(runId, 'click', index + 1, 'running');
      gates[index]?.open();
      const limit = { input: { selector }, timeoutMs: 1_000 };
      expect((await begins).at(-1)).toMatchObject({ ...limit, state: 'running', why: null });
      const tries = await onlooker.sees(runId, 'click', index + 1, 'timeout');
      expect(tries.map(({ state }) => state)).toEqual(SELECTORS.slice(0, index + 1).map(() => 'timeout'));
      expect(tries.at(-1)).toMatchObject({ ...limit, why: expect.stringMatching(/^click .* timed out after 1\.0 s/) });
    }
    asking.open();
    expect(await child.message('left')).toMatchObject({ how: 'paused' });
    expect(await client.reader.getRun(runId)).toMatchObject({
      state: 'paused',
      action: null,
      question: { step: 'browse', question: { question, reason: 'asked' } },
    });
    expect(await stage.left()).toEqual(NOTHING);

    // The worker has one place, which is free.
    model.script([report('Meanwhile.')]);
    const other = await client.submit(browse, { task: 'Something else.' });
    expect(await client.wait(other.runId)).toMatchObject({ result: { answer: 'Meanwhile.' } });

    model.script([call('navigate', { url: sites.url('podcast', '/works') }), report('Folge 12.')]);
    await onlooker.answers(runId, 'It is on /works.', 'anna');
    expect(await client.wait(runId)).toMatchObject({ state: 'succeeded', result: { answer: 'Folge 12.' } });
    const anew = model.requests.at(-2)?.lastText ?? '';
    expect(anew.match(/timed out: click/g)).toHaveLength(SELECTORS.length);
    expect(anew).toMatch(/It is on \/works\.$/);
    const events = await stage.events(runId);
    expect(events.find(({ type }) => type === 'run.resumed')).toMatchObject({
      at: expect.any(String),
      data: { by: 'anna', answer: 'It is on /works.' },
    });
    expect(model.problems).toEqual([]);
    expect(await stage.left()).toEqual(NOTHING);
  });

  test('whose own time ends in the middle of a try has that try closed and named, and asks what to do', async () => {
    await using stage = await Stage.open(db);
    const { model, client } = stage;
    model.script([call('click', { text: 'Mehr Informationen' })]);
    const { child } = await stage.work();
    const { runId } = await client.submit(errand, { errands: ['late'], handoff: 'on-failure', wallClockMs: 3_000 });
    expect(await child.message('left')).toMatchObject({ how: 'paused' });
    const why = /^The agent ran out of its 3\.0 s while click 'Mehr Informationen' was running \(.+ of its 30\.0 s\)\./;
    expect(await client.reader.getRun(runId)).toMatchObject({
      question: { question: { reason: 'limited', question: expect.stringMatching(why) } },
    });
    expect(await stage.actions(runId, 'click')).toMatchObject([{ state: 'timeout' }]);
    expect(await stage.left()).toEqual(NOTHING);

    await client.resume(runId, { answer: { giveUp: true, reason: 'it is gone' } });
    expect(await client.wait(runId)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('it is gone') },
    });
    expect(model.problems).toEqual([]);
  });
});
