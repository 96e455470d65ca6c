import { handoffQuestionSchema, tokensSchema } from '@telltale/core';
import { modelMessageSchema } from 'ai';
import { z } from 'zod';
import { NOTHING_USED } from '../model/used.ts';

const turn = z.int().min(1);

/** What an agent used of its limits. */
const spentSchema = z.object({
  /** Answers of the model, useless ones included. */
  requests: z.int().min(0),
  toolCalls: z.int().min(0),
  /** Of all answers, those that its tools asked for included. */
  tokens: tokensSchema,
  /** `null`: nobody knows of any. */
  costUsd: z.number().min(0).nullable(),
  /** Time in which one of its actions ran. */
  busyMs: z.number().min(0),
});

export type Spent = Readonly<z.infer<typeof spentSchema>>;

export const NOTHING_SPENT: Spent = { requests: 0, toolCalls: 0, ...NOTHING_USED, busyMs: 0 };

/** One call of a tool, as the model asked for it. */
const callSchema = z.object({ toolCallId: z.string(), tool: z.string(), input: z.unknown() });

export type KeptCall = Readonly<z.infer<typeof callSchema>>;

/** Kept of a model's answer. */
const keptModelSchema = z.object({
  kind: z.literal('model'),
  agent: z.string(),
  /** Which answer of the conversation it is, from 1. */
  turn,
  /** With turn 1, where a conversation begins: what it belongs to, and what was spent before it. */
  began: z.object({ fingerprint: z.string(), spent: spentSchema }).optional(),
  /** What was said to the model since its last answer, other than the results of its calls: those are kept with their actions. */
  before: z.array(modelMessageSchema),
  /** Its answer. */
  messages: z.array(modelMessageSchema),
  /** What the answer asks for, in its order, calls that cannot be made included. */
  calls: z.array(callSchema),
  finishReason: z.string(),
});

export type KeptModel = z.infer<typeof keptModelSchema>;

/** Why a call was on record and never made. */
const SKIP_REASONS = ['unknown-tool', 'invalid-input', 'once', 'stopped'] as const;

/** Kept of a tool's action that gave something back. One that timed out or was interrupted keeps nothing. */
const keptToolSchema = z.object({
  kind: z.literal('tool'),
  agent: z.string(),
  turn,
  toolCallId: z.string(),
  /** Exactly what the model was told. */
  told: z.string(),
  failed: z.boolean(),
  /** URLs that it reached. Default: none. */
  reached: z.array(z.string()).optional(),
  /** The call was not made: there is no such tool, its input did not fit, it may not happen twice, the agent had been stopped. */
  skipped: z.enum(SKIP_REASONS).optional(),
});

export type KeptTool = Readonly<z.infer<typeof keptToolSchema>>;

/** Kept of a question to a person. The answer is the engine's to keep. */
const keptQuestionSchema = z.object({
  kind: z.literal('question'),
  agent: z.string(),
  /** The call by which the agent asked; `null`: it did not ask itself, and has ended. */
  toolCallId: z.string().nullable(),
  turn: z.int().min(0),
  /** Which question of the agent it is in this run, from 1. */
  number: z.int().min(1),
  question: handoffQuestionSchema,
  /** The action of an earlier question whose answer nobody could use. */
  insteadOf: z.string().optional(),
});

export type KeptQuestion = z.infer<typeof keptQuestionSchema>;

const keptSchema = z.discriminatedUnion('kind', [keptModelSchema, keptToolSchema, keptQuestionSchema]);

/** What an agent keeps of its actions, for the attempt after a crash or an answer. */
export type Kept = z.infer<typeof keptSchema>;

/** What an action kept; `null` if that is nothing of an agent, or of a version that is not understood. */
export function readKept(kept: unknown): Kept | null {
  const { success, data } = keptSchema.safeParse(kept);
  return success ? data : null;
}
