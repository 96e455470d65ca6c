import { LIMITS, toBoundedText } from '@telltale/core';
import { stopKindOf } from '@telltale/engine';
import type { AgentTool, ToolContext } from './agent-tool.ts';

/** How a call of a tool ended. */
export interface ToolEnd {
  /** What the model sees. */
  readonly told: string;
  /** What went wrong; `undefined` for nothing. */
  readonly failure: unknown;
  /** What the action's row shows. */
  readonly record: unknown;
  readonly reached: readonly string[];
}

/**
 * Calls a tool. What it throws, or what reading its result throws, is an end like any other; only a stop of the engine, and
 * whatever comes after the call was aborted, is thrown.
 */
export async function callTool(tool: AgentTool, input: unknown, context: ToolContext): Promise<ToolEnd> {
  try {
    const output = await tool.execute(input, context);
    const failure = tool.failure?.(output);
    if (failure !== undefined && failure !== null && failure !== false) return failedEnd(failure);
    const told = tool.toModel === undefined ? asText(output) : tool.toModel(output);
    // What only people and the detector see must not change what the agent does.
    const record = tool.toRecord === undefined ? told : (attempt(() => tool.toRecord?.(output), context) ?? told);
    const reached = attempt(() => tool.reached?.(output), context) ?? [];
    return { told, failure: undefined, record, reached };
  } catch (error) {
    if (context.signal.aborted || stopKindOf(error) !== null) throw error;
    return failedEnd(error);
  }
}

/** The end of a call that went wrong, or that was not made. */
export function failedEnd(failure: unknown): ToolEnd {
  return { told: `Error: ${messageOf(failure)}`, failure, record: undefined, reached: [] };
}

function attempt<T>(read: () => T, { step }: ToolContext): T | undefined {
  try {
    return read();
  } catch (error) {
    step.log(`What a tool's result shows could not be read: ${messageOf(error)}`, {}, 'warn');
    return undefined;
  }
}

function asText(output: unknown): string {
  return typeof output === 'string' ? output : (JSON.stringify(output) ?? 'Done.');
}

function messageOf(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : failure;
  return toBoundedText(message === true || message === '' ? 'The call failed.' : message, {
    maxCharacters: LIMITS.textCharacters,
  });
}
