import type { Tokens } from '@telltale/core';
import {
  type AssistantModelMessage,
  asSchema,
  generateText,
  type LanguageModelUsage,
  type ModelMessage,
  Output,
  ToolChoiceViolationError,
  type ToolSet,
} from 'ai';
import type { z } from 'zod';
import type { AgentModel } from './agent-model.ts';
import { isStrictSchema } from './strict-schema.ts';

export interface Request {
  readonly instructions?: string | undefined;
  readonly messages: readonly ModelMessage[];
  readonly tools?: ToolSet | undefined;
  /** Whether it may call tools. Default: true. */
  readonly mayCall?: boolean | undefined;
  /** Asks for JSON of this shape; what comes back is not checked against it here. */
  readonly output?: z.ZodType | undefined;
}

/** One call of a tool that a model asks for. */
export interface ModelToolCall {
  readonly toolCallId: string;
  readonly tool: string;
  readonly input: unknown;
  /** Why it cannot be made: there is no such tool, or the input does not fit it. */
  readonly problem: string | null;
}

/** What a model answered. */
export interface Reply {
  readonly text: string;
  /** The answer as the model wants it back. */
  readonly messages: readonly AssistantModelMessage[];
  readonly calls: readonly ModelToolCall[];
  /** As the SDK names them: `stop`, `length`, `content-filter`, `tool-calls`, `error`, `other`. */
  readonly finishReason: string;
  /** `null`: the provider did not say. */
  readonly tokens: Tokens | null;
}

/** Asks a model once. Throws what the SDK throws. */
export async function generate(model: AgentModel, request: Request, signal: AbortSignal): Promise<Reply> {
  // The SDK prints warnings to the console unless something is set.
  globalThis.AI_SDK_LOG_WARNINGS ??= false;
  let tokens: Tokens | null = null;
  try {
    const result = await generateText({
      model: model.languageModel,
      messages: [...request.messages],
      maxRetries: 0,
      abortSignal: signal,
      toolChoice: request.mayCall === false ? 'none' : 'auto',
      onLanguageModelCallEnd: ({ usage }) => {
        tokens = tokensOf(usage);
      },
      ...(request.instructions === undefined ? {} : { instructions: request.instructions }),
      ...(request.tools === undefined ? {} : { tools: request.tools }),
      ...(request.output === undefined ? {} : await outputOptions(request.output)),
    });
    return {
      text: result.text,
      messages: result.response.messages.filter((message) => message.role === 'assistant'),
      calls: result.toolCalls.map(({ toolCallId, toolName, input, ...call }) => ({
        toolCallId,
        tool: toolName,
        input,
        problem: call.invalid === true ? problemOf(call.error) : null,
      })),
      finishReason: result.finishReason,
      tokens,
    };
  } catch (error) {
    if (!ToolChoiceViolationError.isInstance(error)) throw error;
    return { text: '', messages: [], calls: [], finishReason: 'tool-calls', tokens };
  }
}

/** Has the SDK ask for JSON, and leaves reading it to us: its own error would hide what else the answer holds. */
async function outputOptions(schema: z.ZodType) {
  const asked = Output.object({ schema });
  const settings = { strictJsonSchema: isStrictSchema(await asSchema(schema).jsonSchema) };
  return {
    output: { ...asked, parseCompleteOutput: async ({ text }: { readonly text: string }) => text },
    providerOptions: { openai: settings, openaiCompatible: settings },
  };
}

function tokensOf({ inputTokens, outputTokens }: LanguageModelUsage): Tokens | null {
  if (inputTokens === undefined && outputTokens === undefined) return null;
  return { input: inputTokens ?? 0, output: outputTokens ?? 0 };
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
