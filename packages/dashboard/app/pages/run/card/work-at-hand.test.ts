import { expect, test } from 'vitest';
import { actionStarted, STARTED, SUBMITTED, stepStarted, told } from '../../../live/test/told-run.ts';
import { agentsAtWork, formatLimit, otherLimits } from './agent-facts.ts';
import { innermost } from './innermost.ts';

test('an action that waits for one inside it is not shown', () => {
  const { openActions } = told(
    SUBMITTED,
    STARTED,
    actionStarted('outer'),
    actionStarted('inner', { parentId: 'outer' }),
  );
  expect(innermost(openActions).map(({ actionId }) => actionId)).toEqual(['inner']);
});

test('limits are told by their unit', () => {
  expect(formatLimit('modelRequests', 30)).toBe('30 model requests');
  expect(formatLimit('toolTimeoutMs', 30_000)).toBe('30.0 s for a tool');
  expect(otherLimits({ wallClockMs: 1, tokens: 2, steps: 1_200 })).toBe('1,200 steps');
  expect(otherLimits(null)).toBe('');
});

test('agents are shown while they are at work, and the last one of a paused run', () => {
  const view = told(SUBMITTED, STARTED, stepStarted('fetch'), {
    type: 'agent.started',
    step: 'fetch',
    data: { model: 'm' },
  });
  expect(agentsAtWork(view.agents.entries, 'fetch', false)).toHaveLength(1);
  expect(agentsAtWork(view.agents.entries, 'write', false)).toEqual([]);
  const finished = view.agents.entries.map((agent) => ({ ...agent, state: 'needs-human' as const }));
  expect(agentsAtWork(finished, 'fetch', false)).toEqual([]);
  expect(agentsAtWork(finished, 'fetch', true)).toHaveLength(1);
});
