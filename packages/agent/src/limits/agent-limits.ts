import { z } from 'zod';
import { InvalidAgentOptionError } from '../errors.ts';
import type { AgentModel } from '../model/agent-model.ts';

/** How far an agent may go. What it used before a crash or a pause counts; the time in between does not. */
export interface AgentLimits {
  /** Answers of the model. The last one is asked for without tools. */
  readonly modelRequests: number;
  /** Time at work, in ms. */
  readonly wallClockMs: number;
  /** One call of a tool that does not say itself, in ms. */
  readonly toolTimeoutMs: number;
  /** One try to get an answer from the model, in ms. */
  readonly modelTimeoutMs: number;
  /** Input and output tokens of all answers together, those that its tools asked a model for included; `null`: no limit. */
  readonly tokens: number | null;
  /** What they cost, in USD; needs a model with a price. `null`: no limit. */
  readonly costUsd: number | null;
  /** Calls that failed and answers that were of no use, one after another. One more ends the agent. */
  readonly consecutiveErrors: number;
}

export const AGENT_LIMITS: AgentLimits = {
  modelRequests: 30,
  wallClockMs: 120_000,
  toolTimeoutMs: 30_000,
  modelTimeoutMs: 60_000,
  tokens: null,
  costUsd: null,
  consecutiveErrors: 5,
};

/** What Node's timers can hold, some 24 days. */
const time = z
  .number()
  .positive()
  .max(2 ** 31 - 1);

const limitsSchema = z.strictObject({
  modelRequests: z.int().min(1),
  wallClockMs: time,
  toolTimeoutMs: time,
  modelTimeoutMs: time,
  tokens: z.int().min(1).nullable(),
  costUsd: z.number().positive().nullable(),
  consecutiveErrors: z.int().min(1),
}) satisfies z.ZodType<AgentLimits>;

/** The limits with their defaults. Throws `InvalidAgentOptionError`. */
export function agentLimits(given: Partial<AgentLimits>, model: AgentModel): AgentLimits {
  const checked = limitsSchema.partial().safeParse(given);
  if (!checked.success) throw new InvalidAgentOptionError('limits', z.prettifyError(checked.error));
  const told = Object.entries(checked.data).filter(([, limit]) => limit !== undefined);
  const limits: AgentLimits = { ...AGENT_LIMITS, ...Object.fromEntries(told) };
  if (limits.costUsd !== null && model.price === undefined) {
    throw new InvalidAgentOptionError('limits.costUsd', `nobody knows what ${model.id} costs`, {
      hint: 'Open the model with a price, or set limits.tokens instead.',
    });
  }
  return limits;
}
