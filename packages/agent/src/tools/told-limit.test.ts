import { expect, test } from 'vitest';
import { z } from 'zod';
import { type AgentTool, defineTool } from './agent-tool.ts';
import { toldLimit } from './told-limit.ts';

const input = z.object({ ms: z.number() });

test.each<[string, Pick<AgentTool<{ ms: number }>, 'ownTimeoutMs'>, unknown, number]>([
  ['of the tool, for this input', { ownTimeoutMs: ({ ms }) => ms }, { ms: 500 }, 500],
  ['of the action, if the tool has none of its own', {}, { ms: 500 }, 9_000],
  ['of the action, if that is shorter', { ownTimeoutMs: ({ ms }) => ms }, { ms: 10_000 }, 9_000],
  ['of the action, if the input is none', { ownTimeoutMs: ({ ms }) => ms }, 'half of', 9_000],
  [
    'of the action, if the tool fails to say',
    {
      ownTimeoutMs: () => {
        throw new Error('not today');
      },
    },
    { ms: 500 },
    9_000,
  ],
])('people are told of the limit %s', (_, own, given, told) => {
  const tool = defineTool({ description: '', input, execute: () => '', ...own });
  expect(toldLimit(tool as AgentTool, given, 9_000)).toBe(told);
});
