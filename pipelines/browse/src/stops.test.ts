import { testDatabase } from '@telltale/testing';
import { call, say } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { describeWithBrowser, errand, NOTHING, Stage } from '../test/stage.ts';

const db = testDatabase();
const click = call('click', { text: 'Mehr Informationen' });

describeWithBrowser('a browser agent whose run', () => {
  test('is cancelled in the middle of a click lets go of it at once, and leaves no browser', async () => {
    await using stage = await Stage.open(db);
    const { model, client } = stage;
    model.script([click]);
    const { child } = await stage.work();
    const { runId } = await client.submit(errand, { errands: ['unwanted'] });
    await stage.told(runId, ({ type, data }) => type === 'action.started' && data.tool === 'click');
    await client.cancel(runId, { by: 'anna' });
    expect(await child.message('left')).toMatchObject({ how: 'cancelled' });
    expect(await client.wait(runId)).toMatchObject({ state: 'cancelled' });
    expect(await stage.actions(runId, 'click')).toMatchObject([{ state: 'cancelled' }]);
    expect(await stage.ends(runId)).toEqual(['cancelled']);
    expect(await stage.left()).toEqual(NOTHING);

    model.script([say('still at work')]);
    const { runId: next } = await client.submit(errand, { errands: ['next'] });
    expect(await client.wait(next)).toMatchObject({ result: ['still at work'] });
  });

  test('pauses between two calls goes on later, with a new browser and what it knows', async () => {
    await using stage = await Stage.open(db);
    const { model, client, sites } = stage;
    const url = sites.url('podcast', '/works');
    const open = call('navigate', { url });
    model.script([open, call('wait_for_pause', {}), open, click, say('found')]);
    const { child } = await stage.work();
    const { runId } = await client.submit(errand, { errands: ['interrupted'] });
    await stage.told(runId, ({ type, data }) => type === 'action.started' && data.tool === 'wait_for_pause');
    expect(await client.pause(runId, { by: 'anna' })).toMatchObject({ state: 'pausing' });
    expect(await child.message('left')).toMatchObject({ how: 'paused' });
    expect((await stage.actions(runId)).map(({ tool, state }) => `${tool} ${state}`)).toEqual([
      'model success',
      'navigate success',
      'model success',
      'wait_for_pause success',
    ]);
    expect(await stage.left()).toEqual(NOTHING);

    const thinks = model.nextRequest();
    await client.resume(runId);
    expect((await thinks).lastText).toMatch(/You have worked on this task before.*1\. navigate .*: succeeded/s);
    expect(await client.wait(runId)).toMatchObject({ result: ['found'] });
    expect(await stage.ends(runId)).toEqual(['succeeded']);
    expect(await stage.actions(runId, 'click')).toMatchObject([{ state: 'success' }]);
    expect(model.problems).toEqual([]);
    expect(await stage.left()).toEqual(NOTHING);
  });

  test('has a step that runs out of time in the middle of a click fails, and names the click', async () => {
    await using stage = await Stage.open(db);
    const { model, client } = stage;
    model.script([click]);
    await stage.work();
    const { runId } = await client.submit(errand, { errands: ['slow'], stepTimeoutMs: 4_000 });
    const why =
      /^Timeout in step visit: .+ its 4\.0 s\. Last action: click 'Mehr Informationen', which ran for .+ of 30\.0 s\./;
    expect(await client.wait(runId)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(why) },
    });
    expect(await stage.actions(runId, 'click')).toMatchObject([{ state: 'timeout' }]);
    expect(await stage.ends(runId)).toEqual(['failed']);
    expect(await stage.left()).toEqual(NOTHING);
  });
});
