import type { AgentTool } from './agent-tool.ts';

/** The limit of a call that people are told of, in ms: the tool's own if it has one for this input, else that of the action. */
export function toldLimit(tool: AgentTool | undefined, input: unknown, timeoutMs: number): number {
  try {
    const { success, data } = tool?.input.safeParse(input) ?? { success: false };
    return success ? Math.min(tool?.ownTimeoutMs?.(data) ?? timeoutMs, timeoutMs) : timeoutMs;
  } catch {
    return timeoutMs;
  }
}
