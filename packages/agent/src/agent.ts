import type { Step } from '@telltale/engine';
import type { ToolSet } from 'ai';
import type { z } from 'zod';
import type { AgentOptions, Handoff } from './agent-options.ts';
import { type About, InvalidAgentOptionError } from './errors.ts';
import { ASK_HUMAN_DESCRIPTION, askHumanInput } from './handoff/ask-human.ts';
import { ASK_HUMAN } from './handoff/ask-person.ts';
import { fingerprintOf } from './history/fingerprint.ts';
import { type AgentLimits, agentLimits } from './limits/agent-limits.ts';
import { type LoopSettings, loopSettings } from './loop/loop-settings.ts';
import type { AgentModel } from './model/agent-model.ts';
import type { Tools } from './tools/agent-tool.ts';
import { checkSchema, describeTool, toToolSet } from './tools/tool-set.ts';

/** What an agent is made of: its options, checked and with their defaults. */
export interface Agent<T> {
  readonly name: string;
  readonly step: Step;
  readonly model: AgentModel;
  readonly instructions: string;
  readonly prompt: string;
  readonly tools: Tools;
  /** The tools as the model is told of them; `undefined` for none. */
  readonly toolSet: ToolSet | undefined;
  readonly output: z.ZodType<T> | undefined;
  readonly limits: AgentLimits;
  readonly loops: LoopSettings;
  readonly handoff: Handoff;
  readonly fingerprint: string;
  /** For its errors. */
  readonly about: About;
}

const NAME = /^[a-zA-Z0-9_-]{1,100}$/;

/** Throws `InvalidAgentOptionError`. */
export async function toAgent<T>(options: AgentOptions<T>): Promise<Agent<T>> {
  const { step, model, instructions, prompt, tools = {}, output, name = 'agent', handoff = 'when-asked' } = options;
  if (!NAME.test(name)) {
    throw new InvalidAgentOptionError('name', `${JSON.stringify(name)} is not 1 to 100 letters, digits, - and _`);
  }
  if (Object.hasOwn(tools, ASK_HUMAN)) {
    throw new InvalidAgentOptionError(
      `tools.${ASK_HUMAN}`,
      'that is the name of the tool by which an agent asks a person',
      {
        hint: 'Give your tool another name.',
      },
    );
  }
  if (output !== undefined) await checkSchema('output', output);
  const limits = agentLimits(options.limits ?? {}, model);
  const asking = handoff === 'never' ? {} : { [ASK_HUMAN]: describeTool(ASK_HUMAN_DESCRIPTION, askHumanInput) };
  const toolSet = { ...(await toToolSet(tools)), ...asking };
  return {
    name,
    step,
    model,
    instructions,
    prompt,
    tools,
    toolSet: Object.keys(toolSet).length === 0 ? undefined : toolSet,
    output,
    limits,
    loops: loopSettings(options.loops ?? {}),
    handoff,
    fingerprint: fingerprintOf({ instructions, prompt, tools: Object.keys(toolSet) }),
    about: { agent: name, step: step.name, runId: step.runId },
  };
}
