import { randomUUID } from 'node:crypto';
import type { Tools } from '@telltale/agent';
import type { Sites } from '@telltale/testing/web';
import type { BrowserOptions } from '../src/index.ts';
import { asStep, type FakeStep } from './fake-step.ts';

/** How one call of a tool ended. */
interface Used {
  /** What the model is told. */
  readonly told: string;
  /** What the action's row shows. */
  readonly record: unknown;
  readonly reached: readonly string[];
  readonly error: (Error & { readonly code?: string }) | null;
}

export type UseTool = (name: string, input: unknown, signal?: AbortSignal) => Promise<Used>;

/** Calls tools as an agent does: what they throw is told. */
export function userOf(tools: Tools, step: FakeStep): UseTool {
  return async (name, given, signal = step.signal) => {
    const tool = tools[name];
    if (tool === undefined) throw new Error(`there is no tool ${name}`);
    const context = { step: asStep(step), signal, actionId: randomUUID(), toolCallId: 'call', earlier: [] };
    try {
      const output = await tool.execute(tool.input.parse(given), context);
      const told = tool.toModel?.(output) ?? String(output);
      return { told, record: tool.toRecord?.(output) ?? told, reached: tool.reached?.(output) ?? [], error: null };
    } catch (error) {
      const { message } = error as Error;
      return { told: `Error: ${message}`, record: message, reached: [], error: error as Error };
    }
  };
}

/** For a session that visits the scripted sites, and nothing else that is private. */
export function toVisit(sites: Sites): BrowserOptions {
  return {
    allowPrivateNetworks: sites.hosts,
    outbound: { lookup: sites.lookup, ports: [80, 443, sites.port] },
    recordTrace: false,
    screenshots: 'asked',
    maxUrls: 500,
    settleMs: 300,
  };
}
