import { canonicalJson } from '../canonical-json.ts';
import type { AgentTool } from '../tools/agent-tool.ts';

/** What the loop detector compares of a call. A tool whose own signature cannot be had is compared by its input. */
export function signatureOf(name: string, tool: AgentTool | undefined, input: unknown): string {
  const whole = () => `${name} ${canonicalJson(input)}`;
  if (tool?.signature === undefined) return whole();
  try {
    const { success, data } = tool.input.safeParse(input);
    return success ? tool.signature(data) : whole();
  } catch {
    return whole();
  }
}
