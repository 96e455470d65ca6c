import { testDatabase } from '@telltale/testing';
import { after, call, calls, hold, say, startModelServer } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { AgentWorkers } from '../test/agent-workers.ts';

const db = testDatabase();

test('an agent whose workers are killed in the middle of a call, and of an answer, goes on in its conversation', async () => {
  await using model = await startModelServer();
  await using workers = await AgentWorkers.open(db);
  const gate = hold();
  model.script([
    call('read', { what: 'a' }),
    calls([call('read', { what: 'b', hold: true }), call('read', { what: 'c' })]),
    after(gate, say('lost')),
    say('done'),
  ]);
  const runId = await workers.submit(model);
  const first = await workers.start();
  for (const what of ['a', 'b']) expect(await first.child.message('did')).toMatchObject({ what });
  await workers.kill(first);

  const second = await workers.start({ holds: false });
  for (const what of ['b', 'c']) expect(await second.child.message('did')).toMatchObject({ what });
  await gate.reached();
  await workers.kill(second);
  gate.open();

  await workers.start({ holds: false });
  expect(await workers.end(runId)).toEqual({ state: 'succeeded', result: 'done' });
  const [, , third, fourth] = model.requests;
  expect(third?.toolResults.map(({ text }) => text)).toEqual(['read b: ok', 'read c: ok']);
  expect(fourth?.messages).toEqual(third?.messages);
  expect(model.problems).toEqual([]);
  expect(await workers.actions(runId)).toEqual([
    'model success',
    'read success',
    'model success',
    'read interrupted',
    'read success',
    'read success',
    'model interrupted',
    'model success',
  ]);
});

test('an agent that cannot go on begins anew, knows what it did, and does nothing twice without a word', async () => {
  await using model = await startModelServer();
  await using workers = await AgentWorkers.open(db);
  const send = call('send', { what: 'mail' });
  model.script([calls([send, call('click', { what: 'ok', hold: true })]), send, send, say('sent')]);
  const runId = await workers.submit(model);
  const first = await workers.start();
  for (const tool of ['send', 'click']) expect(await first.child.message('did')).toMatchObject({ tool });
  await workers.kill(first);

  const second = await workers.start({ holds: false });
  expect(await second.child.message('did')).toMatchObject({ tool: 'send' });
  expect(await workers.end(runId)).toEqual({ state: 'succeeded', result: 'sent' });
  const [, anew, told, again] = model.requests;
  expect(anew?.lastText).toMatch(/^Go\.\n\nYou have worked on this task before/);
  expect(anew?.lastText).toContain('1. send {"what":"mail"}: succeeded: send mail: ok\n2. click ');
  expect(told?.toolResults[0]?.text).toContain('was not made');
  expect(again?.toolResults[0]?.text).toBe('send mail: ok');
  expect(model.problems).toEqual([]);
  expect(await workers.actions(runId)).toEqual([
    'model success',
    'send success',
    'click interrupted',
    'model success',
    'send blocked',
    'model success',
    'send success',
    'model success',
  ]);
});
