import type { AgentModel } from '@telltale/agent';
import type { LanguageModel } from 'ai';

type ModelInProcess = Extract<LanguageModel, { readonly specificationVersion: 'v4' }>;
type Answer = Awaited<ReturnType<ModelInProcess['doGenerate']>>;

export interface ModelScript {
  readonly tool: string;
  /** How often it calls the tool, once in each answer, before it says that it is done. */
  readonly calls: number;
  /** With what; the first is 0. */
  readonly input: (call: number) => unknown;
  /** It has been asked, the first time with 0; it answers when this is over. */
  readonly asked?: (request: number) => Promise<void>;
  /** Its answer is ready. */
  readonly answers?: (request: number) => void;
}

const USAGE = {
  inputTokens: { total: 100, noCache: 100, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 10, text: 10, reasoning: 0 },
} as const;

/** A model in this process that does one thing, for one agent. The SDK's own mock keeps every prompt that it gets. */
export function scriptedModel({ tool, calls, input, asked, answers }: ModelScript): AgentModel {
  let requests = 0;
  const languageModel: ModelInProcess = {
    specificationVersion: 'v4',
    provider: 'bench',
    modelId: 'scripted',
    supportedUrls: {},
    doGenerate: async () => {
      const request = requests;
      requests += 1;
      await asked?.(request);
      const answer = request < calls ? callOf(request, tool, input(request)) : LAST_WORD;
      answers?.(request);
      return answer;
    },
    doStream: () => Promise.reject(new Error('the agent does not stream')),
  };
  return { id: 'bench:scripted', languageModel };
}

function callOf(request: number, toolName: string, input: unknown): Answer {
  return {
    content: [{ type: 'tool-call', toolCallId: `call-${request}`, toolName, input: JSON.stringify(input) }],
    finishReason: { unified: 'tool-calls', raw: undefined },
    usage: USAGE,
    warnings: [],
  };
}

const LAST_WORD: Answer = {
  content: [{ type: 'text', text: 'Done.' }],
  finishReason: { unified: 'stop', raw: undefined },
  usage: USAGE,
  warnings: [],
};
