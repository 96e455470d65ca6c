import { testDatabase } from '@telltale/testing';
import { call, calls, say, startModelServer } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { AgentWorkers } from '../test/agent-workers.ts';

const db = testDatabase();
const CALLS = 300;
const CALLS_OF_AN_ANSWER = 50;

test('calls that come as fast as they can are all on record, in order and without a gap', async () => {
  await using model = await startModelServer();
  await using workers = await AgentWorkers.open(db);
  const asked = Array.from({ length: CALLS }, (_, index) => `thing ${index}`);
  const answers = Array.from({ length: CALLS / CALLS_OF_AN_ANSWER }, (_, index) => {
    const from = index * CALLS_OF_AN_ANSWER;
    return calls(asked.slice(from, from + CALLS_OF_AN_ANSWER).map((what) => call('read', { what })));
  });
  model.script([...answers, say('read it all')]);
  const runId = await workers.submit(model);
  await workers.start({ holds: false });
  expect(await workers.end(runId)).toEqual({ state: 'succeeded', result: 'read it all' });

  const { events, firstSeq, lastSeq } = await workers.client.reader.readEvents(runId, { limit: 1_000 });
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1));
  expect(firstSeq).toBe(1);
  const ofCalls = events.flatMap((event) => {
    if (event.type === 'action.started' && event.data.tool === 'read') return [[event.actionId, event.data.input]];
    if (event.type === 'action.finished' && event.data.tool === 'read') return [[event.actionId, event.data.outcome]];
    return [];
  });
  const begun = ofCalls.filter((_, index) => index % 2 === 0);
  expect(begun.map(([, input]) => input)).toEqual(asked.map((what) => ({ what })));
  // Each ends before the next one begins.
  expect(ofCalls.filter((_, index) => index % 2 === 1)).toEqual(begun.map(([actionId]) => [actionId, 'success']));
  const rows = await workers.actions(runId);
  expect(rows.filter((row) => row === 'read success')).toHaveLength(CALLS);
  expect(model.problems).toEqual([]);
});
