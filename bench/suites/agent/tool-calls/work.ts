import { setTimeout as rest } from 'node:timers/promises';
import { type AgentModel, defineTool, runAgent } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { generateText, type ModelMessage, type ToolSet, tool } from 'ai';
import { z } from 'zod';
import { scriptedModel } from '../scripted-model.ts';
import type { CallStopwatch, CallTimes } from './call-times.ts';

/** What an agent does before it has its answer: a conversation of usual length, or its prompts would cost more than we do. */
export const CALLS_OF_AGENT = 25;

const TOOL = 'read_page';
const DESCRIPTION = 'Reads a page.';
const INSTRUCTIONS = 'Read all pages.';
const PROMPT = 'Go.';
const input = z.object({ page: z.number() });
const RESULT = 'The page is empty.';

/** Where the times of calls go, and what the model is like. */
export interface Conditions {
  readonly times: CallTimes;
  /** How long the model takes for an answer, in ms: half of it at least, half as much again at most. */
  readonly thinkMs: number;
}

/** An agent whose every move is on record. */
export async function seenAgent(step: Step, conditions: Conditions): Promise<void> {
  const { times } = conditions;
  const watch = times.stopwatch();
  const tools = { [TOOL]: defineTool({ description: DESCRIPTION, input, execute: () => readPage(watch) }) };
  // With the default, the model would be warned on its way that few requests are left.
  const limits = { modelRequests: 2 * CALLS_OF_AGENT };
  await runAgent({
    step,
    model: modelOf(watch, conditions),
    instructions: INSTRUCTIONS,
    prompt: PROMPT,
    tools,
    limits,
  });
}

/** The same conversation, and nothing of it on record. */
export async function unseenAgent(conditions: Conditions): Promise<void> {
  const watch = conditions.times.stopwatch();
  const { languageModel } = modelOf(watch, conditions);
  const tools: ToolSet = { [TOOL]: tool({ description: DESCRIPTION, inputSchema: input }) };
  const messages: ModelMessage[] = [{ role: 'user', content: PROMPT }];
  for (;;) {
    const { response, toolCalls } = await generateText({
      model: languageModel,
      instructions: INSTRUCTIONS,
      messages,
      tools,
      maxRetries: 0,
    });
    if (toolCalls.length === 0) return;
    messages.push(...response.messages);
    for (const { toolCallId, toolName } of toolCalls) {
      const output = { type: 'text', value: readPage(watch) } as const;
      messages.push({ role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] });
    }
  }
}

/** The tool's actions, without an agent. */
export async function actionsAlone(step: Step, conditions: Conditions): Promise<void> {
  const watch = conditions.times.stopwatch();
  for (let page = 0; page < CALLS_OF_AGENT; page += 1) {
    await think(conditions);
    watch.asked();
    await step.action(TOOL, { page }, () => readPage(watch));
    watch.wentOn();
  }
}

function readPage({ began, ended }: CallStopwatch): string {
  began();
  ended();
  return RESULT;
}

/** Its answer is the moment at which a call is asked for, and its next request the one at which the agent has gone on. */
function modelOf(watch: CallStopwatch, conditions: Conditions): AgentModel {
  return scriptedModel({
    tool: TOOL,
    calls: CALLS_OF_AGENT,
    input: (page) => ({ page }),
    asked: async (request) => {
      if (request > 0) watch.wentOn();
      await think(conditions);
    },
    answers: watch.asked,
  });
}

/** Never as long as another one, or agents that have begun together would stay together. */
async function think({ thinkMs }: Conditions): Promise<void> {
  if (thinkMs > 0) await rest(thinkMs * (0.5 + Math.random()));
}
