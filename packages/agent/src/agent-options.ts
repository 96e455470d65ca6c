import type { Tokens } from '@telltale/core';
import type { Step } from '@telltale/engine';
import type { z } from 'zod';
import type { AgentLimits } from './limits/agent-limits.ts';
import type { LoopSettings } from './loop/loop-settings.ts';
import type { AgentModel } from './model/agent-model.ts';
import type { Tools } from './tools/agent-tool.ts';

/** When a person is asked. `when-asked`: the agent may, by a tool. `on-failure`: also when it fails or meets a limit. */
export type Handoff = 'never' | 'when-asked' | 'on-failure';

export interface AgentOptions<T> {
  /** The step that it works in. Each of its moves is an action there. */
  readonly step: Step;
  readonly model: AgentModel;
  /** Who it is and what it must know, for all of its work. */
  readonly instructions: string;
  /** What to do now. */
  readonly prompt: string;
  /** Default: none. */
  readonly tools?: Tools;
  /** The shape of its result. Default: its last words, a text. */
  readonly output?: z.ZodType<T>;
  /** Tells agents of one step, or of one item, apart: letters, digits, `-` and `_`. Default: `agent`. */
  readonly name?: string;
  readonly limits?: Partial<AgentLimits>;
  /** When it counts as going round in circles. */
  readonly loops?: Partial<LoopSettings>;
  /** Default: `when-asked`. */
  readonly handoff?: Handoff;
}

export interface AgentResult<T> {
  readonly output: T;
  /** What it said last. */
  readonly text: string;
  readonly usage: AgentUsage;
}

/** What an agent used in all, earlier attempts of its step included where it went on from them. */
export interface AgentUsage {
  readonly requests: number;
  readonly toolCalls: number;
  /** Of all answers, those that its tools asked a model for included. */
  readonly tokens: Tokens;
  /** What they cost, as far as their models have a price; `null`: none has. */
  readonly costUsd: number | null;
}
