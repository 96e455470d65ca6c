import { testDatabase } from '@telltale/testing';
import { after, call, hold } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { browse, describeWithBrowser, NOTHING, report, Stage } from '../test/stage.ts';

const db = testDatabase();

describeWithBrowser('a worker that is killed in the middle of a call', () => {
  test.each([
    { title: 'ends with its browser', stopped: false },
    { title: 'leaves a browser that was stopped, which the next one ends', stopped: true },
  ])('$title; another one takes its run, whose agent knows what was tried', async ({ stopped }) => {
    await using stage = await Stage.open(db);
    const { model, sites, client } = stage;
    const url = sites.url('slow', '/answer/never');
    const thinking = hold();
    model.script([call('navigate', { url }), after(thinking, report('It is slow.'))]);
    const first = await stage.work();
    const { runId } = await client.submit(browse, { task: `Read the page, ${stopped}.` });
    await sites.gate('never').reached();
    const browsers = await stage.browsers();
    expect(browsers).not.toEqual([]);
    if (stopped) for (const pid of browsers) process.kill(pid, 'SIGSTOP');
    await stage.kill(first);
    if (stopped) expect(await stage.browsers()).toEqual(expect.arrayContaining([...browsers]));

    // While the second agent thinks, its browser is there, and nothing of the first one's.
    await stage.work();
    await thinking.reached();
    const [, anew] = model.requests;
    expect(await stage.actions(runId, 'navigate')).toMatchObject([{ input: { url }, state: 'interrupted' }]);
    expect((await stage.left()).sessions).toHaveLength(1);
    expect((await stage.browsers()).filter((pid) => browsers.includes(pid))).toEqual([]);
    expect(anew?.lastText).toContain('You have worked on this task before');
    expect(anew?.lastText).toMatch(/1\. navigate .*: was interrupted; nobody knows whether it took effect/);

    thinking.open();
    expect(await client.wait(runId)).toMatchObject({ state: 'succeeded', result: { answer: 'It is slow.' } });
    const started = (await stage.events(runId)).filter(({ type }) => type === 'step.started');
    expect(started.map(({ data }) => data)).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect((await stage.actions(runId)).filter(({ state }) => state === 'running')).toEqual([]);
    expect(model.problems).toEqual([]);
    expect(await stage.left()).toEqual(NOTHING);
  });
});
