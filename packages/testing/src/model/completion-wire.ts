import { Gate } from '../gate.ts';
import type { Completion, ReplyUsage } from './reply.ts';

/** What all parts of one answer have in common. */
export interface Envelope {
  /** Number of the request, from 1. */
  readonly number: number;
  readonly model: string;
}

/** The body of an answer in one piece. */
export function toBody(completion: Completion, envelope: Envelope): unknown {
  const { refusal, finish, usage } = completion;
  const content = textOf(completion);
  const toolCalls = toolCallsOf(completion, envelope);
  return {
    ...heading(envelope, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: content === '' ? null : content,
          refusal,
          ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
        },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    ...(usage ? { usage: toUsage(usage) } : {}),
  };
}

/** The chunks of a stream in order, with the gates between them; the closing `[DONE]` is not among them. */
export function toChunks(
  completion: Completion,
  envelope: Envelope,
  { includeUsage }: { readonly includeUsage: boolean },
): unknown[] {
  const { words, refusal, finish, usage } = completion;
  const chunk = (delta: unknown, finishReason: string | null = null): unknown => ({
    ...heading(envelope, 'chat.completion.chunk'),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });
  return [
    chunk({ role: 'assistant', content: '' }),
    ...words.map((piece) => (piece instanceof Gate ? piece : chunk({ content: piece }))),
    ...(refusal === null ? [] : [chunk({ refusal })]),
    ...toolCallsOf(completion, envelope).flatMap((toolCall, index) =>
      toolCallDeltas(toolCall, index).map((delta) => chunk({ tool_calls: [delta] })),
    ),
    chunk({}, finish),
    ...(usage && includeUsage
      ? [{ ...heading(envelope, 'chat.completion.chunk'), choices: [], usage: toUsage(usage) }]
      : []),
  ];
}

interface WireToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** As providers send a call: its name first, then the arguments in pieces. */
function toolCallDeltas(toolCall: WireToolCall, index: number): unknown[] {
  const { id, type } = toolCall;
  const { name, arguments: text } = toolCall.function;
  const middle = Math.ceil(text.length / 2);
  return [
    { index, id, type, function: { name, arguments: '' } },
    { index, function: { arguments: text.slice(0, middle) } },
    { index, function: { arguments: text.slice(middle) } },
  ];
}

function toolCallsOf({ calls }: Completion, { number }: Envelope): WireToolCall[] {
  return calls.map(({ id, tool, argumentsText }, index) => ({
    id: id ?? `call-${number}-${index + 1}`,
    type: 'function',
    function: { name: tool, arguments: argumentsText },
  }));
}

function textOf({ words }: Completion): string {
  return words.filter((piece) => typeof piece === 'string').join('');
}

function heading({ number, model }: Envelope, object: string): object {
  return { id: `chatcmpl-${number}`, object, created: 1_767_225_600, model };
}

function toUsage({ input, output, cachedInput = 0, reasoning = 0 }: ReplyUsage): unknown {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cachedInput },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
