import type { EarlierAction, Step } from '@telltale/engine';
import type { z } from 'zod';

/** What an agent can do. Each call is an action of the step that the agent works in. */
export interface AgentTool<I = unknown, O = unknown> {
  /** What it does and when to use it, for the model. */
  readonly description: string;
  /** What the model may ask. A call that does not fit is not made: the model is told what was wrong. */
  readonly input: z.ZodType<I>;
  /**
   * Does it. What it throws is told to the model, so a message should say what could be done instead. Give
   * `context.signal` to every long call.
   */
  execute(input: I, context: ToolContext): O | Promise<O>;
  /** Longest time of one call, in ms. Default: the agent's `toolTimeoutMs`. */
  readonly timeoutMs?: number;
  /** The shorter limit that a call keeps by itself, in ms: the one that people are told of. Default: `timeoutMs`. */
  ownTimeoutMs?(input: I): number;
  /** What a call gave is as good as calling again: after a crash the conversation goes on with it. Default: false. */
  readonly replayable?: boolean;
  /** It has an effect that must not happen twice: after a crash it is not called again with the same input without a word. Default: false. */
  readonly once?: boolean;
  /** Its result is what the work is about: more of it stays in a long conversation (1,500 characters instead of 800). Default: false. */
  readonly extract?: boolean;
  /** Reads a failure out of a result that reports one instead of throwing; `undefined`, `null` and `false` are none. */
  failure?(output: O): unknown;
  /** What the model sees. Default: a text as it is, anything else as JSON. */
  toModel?(output: O): string;
  /** What the action's row shows, cut to 500 characters. Default: what the model sees. */
  toRecord?(output: O): unknown;
  /** What the loop detector compares. Default: the tool's name and its input as JSON with sorted keys. */
  signature?(input: I): string;
  /** URLs that the call has just reached, for the detector's rule about coming back. Default: none. */
  reached?(output: O): readonly string[];
}

/** What a tool gets beside its input. */
export interface ToolContext {
  readonly step: Step;
  /** Aborts on the tool's time limit, on the agent's, and with the step's signal. */
  readonly signal: AbortSignal;
  readonly actionId: string;
  /** What the model calls this call. */
  readonly toolCallId: string;
  /** For a tool marked `once`: calls with this input that earlier attempts began. The model has been told of them. */
  readonly earlier: readonly EarlierAction[];
}

/** The tools of one agent, by the names that the model uses. */
export type Tools = Readonly<Record<string, AgentTool>>;

/** Keeps the types of input and output together. */
export function defineTool<I, O>(tool: AgentTool<I, O>): AgentTool<I, O> {
  return tool;
}
