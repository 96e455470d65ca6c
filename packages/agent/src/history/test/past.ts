import { type HandoffQuestion, LIMITS, toBoundedJson } from '@telltale/core';
import type { EarlierAction } from '@telltale/engine';
import type { ModelMessage } from 'ai';
import { type KeptModel, type KeptTool, NOTHING_SPENT, type Spent } from '../kept.ts';

export const FINGERPRINT = 'the task';

interface Asked {
  readonly toolCallId?: string;
  readonly tool: string;
  readonly input?: unknown;
}

interface ModelOptions {
  readonly agent?: string;
  readonly before?: ModelMessage[];
  readonly text?: string;
  readonly fingerprint?: string;
  readonly spent?: Spent;
  /** Overrides what is kept. */
  readonly kept?: unknown;
}

/** The earlier actions of a step, written down as they happen. */
export class Past {
  readonly actions: EarlierAction[] = [];

  /** An answer of the model in that turn, and what it calls: by the names of tools, or in full. */
  model(turn: number, calls: readonly (string | Asked)[] = [], options: ModelOptions = {}): this {
    const { agent = 'agent', text = '', before = turn === 1 ? [user('go')] : [], fingerprint = FINGERPRINT } = options;
    const asked = calls.map((call, index) => {
      const {
        toolCallId = `call-${turn}-${index + 1}`,
        tool,
        input = {},
      } = typeof call === 'string' ? { tool: call } : call;
      return { toolCallId, tool, input };
    });
    const kept: KeptModel = {
      kind: 'model',
      agent,
      turn,
      ...(turn === 1 ? { began: { fingerprint, spent: options.spent ?? NOTHING_SPENT } } : {}),
      before,
      messages: [answer(text, asked)],
      calls: asked,
      finishReason: asked.length === 0 ? 'stop' : 'tool-calls',
    };
    return this.#add({
      tool: 'model',
      durationMs: 1_000,
      tokens: { input: 100, output: 10 },
      costUsd: 0.5,
      kept: 'kept' in options ? options.kept : kept,
    });
  }

  /** A call of a tool that gave something back, for `call-<turn>-<number>`. */
  tool(tool: string, turn: number, number: number, kept: Partial<KeptTool> & { input?: unknown } = {}): this {
    const { input = {}, ...rest } = kept;
    const { failed = false } = rest;
    const told = failed ? 'Error: it did not work' : `${tool} said ok`;
    return this.#add({
      tool,
      input,
      outcome: failed ? 'error' : 'success',
      output: told,
      error: failed ? { name: 'Error', message: 'it did not work' } : null,
      kept: { kind: 'tool', agent: 'agent', turn, toolCallId: `call-${turn}-${number}`, told, failed, ...rest },
    });
  }

  /** An action that kept nothing. */
  unkept(tool: string, outcome: EarlierAction['outcome'], about: Partial<EarlierAction> = {}): this {
    const error = outcome === 'timeout' ? { name: 'TimedOutError', message: `Action ${tool} took too long.` } : null;
    return this.#add({ tool, outcome, error, ...about });
  }

  /** A question to a person; its action is `question-<number>`. */
  question(number: number, toolCallId: string | null, turn: number, insteadOf?: string): this {
    const question: HandoffQuestion = {
      agent: 'agent',
      question: `question ${number}?`,
      reason: toolCallId === null ? 'failed' : 'asked',
    };
    const kept = { kind: 'question', agent: 'agent', toolCallId, turn, number, question, insteadOf };
    return this.#add({ actionId: `question-${number}`, tool: 'ask_human', kept });
  }

  #add({ input = {}, ...about }: Partial<EarlierAction>): this {
    this.actions.push({
      actionId: `action-${this.actions.length + 1}`,
      parentId: null,
      tool: 'tool',
      outcome: 'success',
      startedAt: '2026-11-21T03:14:15.926Z',
      durationMs: 50,
      output: null,
      error: null,
      tokens: null,
      costUsd: null,
      kept: undefined,
      ...about,
      // As the row shows it.
      input: toBoundedJson(input, { maxBytes: LIMITS.actionInputBytes }),
    });
    return this;
  }
}

export function user(content: string): ModelMessage {
  return { role: 'user', content };
}

export function answer(text: string, calls: readonly Required<Asked>[]): ModelMessage {
  return {
    role: 'assistant',
    content: [
      ...(text === '' ? [] : [{ type: 'text' as const, text }]),
      ...calls.map(({ toolCallId, tool, input }) => ({
        type: 'tool-call' as const,
        toolCallId,
        toolName: tool,
        input,
      })),
    ],
  };
}
