import { startProxy, testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { Gate, gatedPipeline } from '../../test/gated-pipeline.ts';
import { newSubject } from '../../test/pipelines.ts';
import { startTestWorker, stopTestWorkers } from '../../test/test-worker.ts';
import { createClient } from '../client.ts';

const db = testDatabase();
stopTestWorkers();

test.each([
  ['which items are done', /i\.attempts\s+FROM telltale\.item/],
  ['what they gave back', /ROWS BETWEEN UNBOUNDED PRECEDING/],
])(
  'a connection that is lost while a step reads %s is no failure of the step',
  { timeout: 30_000 },
  async (_, read) => {
    const gate = new Gate();
    const pipeline = gatedPipeline(gate.pass);
    await using client = await createClient({ url: db.url });
    const subject = newSubject();
    const first = await startTestWorker(db, [pipeline]);
    const { runId } = await client.submit(pipeline, { subject, items: 3 });
    gate.open(`${subject}/item-1`);
    await gate.came(`${subject}/item-2`);
    await first.worker.stop({ graceMs: 0 });

    gate.openAll();
    const proxy = await startProxy({ target: db.url });
    const lost = proxy.loseAnswerTo(read, { timeoutMs: 15_000 });
    await startTestWorker({ url: proxy.url }, [pipeline]);
    await lost;
    expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 3 });
  },
);
