import type { Gate } from '../gate.ts';
import type { CallOptions, Completion, ErrorDetails, PlainAnswer, Reply, ReplyOptions, Words } from './reply.ts';

const USAGE = { input: 100, output: 10 };

/** The model answers with words. */
export function say(words: Words, { usage = USAGE, finish = 'stop' }: ReplyOptions = {}): Completion {
  return {
    kind: 'completion',
    words: typeof words === 'string' ? [words] : words,
    refusal: null,
    calls: [],
    usage,
    finish,
    ending: 'whole',
  };
}

/** The model answers with a value of structured output. */
export function json(value: unknown, options?: ReplyOptions): Completion {
  return say(JSON.stringify(value), options);
}

/** The model should answer with JSON, and gets it wrong. */
export function malformed(text = '{"answer": "half of', options?: ReplyOptions): Completion {
  return say(text, options);
}

/** The model declines. */
export function refuses(refusal = 'I can’t help with that.', options?: ReplyOptions): Completion {
  return { ...say([], options), refusal };
}

/** The model calls a tool. */
export function call(tool: string, input: unknown, options: CallOptions & { readonly id?: string } = {}): Completion {
  return callWith({ tool, argumentsText: JSON.stringify(input) }, options);
}

/** The model calls a tool with arguments that are not JSON. */
export function malformedCall(
  tool: string,
  argumentsText = '{"selector": "a',
  options: CallOptions & { readonly id?: string } = {},
): Completion {
  return callWith({ tool, argumentsText }, options);
}

/** The model calls several tools at once: `calls([call('click', …), call('scroll', …)])`. */
export function calls(each: readonly Completion[], { say: words = [], ...options }: CallOptions = {}): Completion {
  return { ...say(words, { finish: 'tool_calls', ...options }), calls: each.flatMap((one) => one.calls) };
}

/** The answer comes when the gate is open, not before; its first byte as well. */
export function after(gate: Gate, reply: Reply): Reply {
  return { kind: 'held', gate, reply };
}

/** No answer, until the client goes or the server is closed. */
export function hangs(): Reply {
  return { kind: 'hang' };
}

/** The connection ends before the answer has begun; or half-way, if there is one. */
export function cutsConnection(halfOf?: Completion): Reply {
  return halfOf ? { ...halfOf, ending: 'cut' } : { kind: 'cut' };
}

/** Half of a stream, then an error in it. Without streaming: status 500. */
export function failsMidway(halfOf: Completion, message = 'The server had an error.'): Completion {
  return { ...halfOf, ending: { error: message } };
}

/** Status 200 with a body that is no JSON; in a stream, one event that is not. */
export function malformedBody(text = '{"id": "chatcmpl-1", "choices": ['): Reply {
  return { kind: 'malformed-body', text };
}

/** An error status with an error body of the protocol. */
export function fails(status: number, details: ErrorDetails = {}): PlainAnswer {
  const { message = `Scripted failure with status ${status}.`, code = null } = details;
  const { type = status < 500 ? 'invalid_request_error' : 'server_error' } = details;
  return answers(status, JSON.stringify({ error: { message, type, param: null, code } }), {
    'content-type': 'application/json',
  });
}

/** An answer as it stands: the HTML page of a gateway, say. */
export function answers(status: number, body: string, headers: Readonly<Record<string, string>> = {}): PlainAnswer {
  return { kind: 'plain', status, headers: { 'content-type': 'text/html', ...headers }, body };
}

/** Status 429. A number of seconds or a date makes `Retry-After`, milliseconds make `retry-after-ms`. */
export function rateLimited(
  wait: { readonly retryAfterSeconds?: number; readonly retryAfterDate?: Date; readonly retryAfterMs?: number } = {},
): PlainAnswer {
  const { retryAfterSeconds, retryAfterDate, retryAfterMs } = wait;
  const retryAfter = retryAfterDate?.toUTCString() ?? retryAfterSeconds?.toString();
  const refusal = fails(429, { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' });
  return {
    ...refusal,
    headers: {
      ...refusal.headers,
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      ...(retryAfterMs === undefined ? {} : { 'retry-after-ms': String(retryAfterMs) }),
    },
  };
}

function callWith(
  { tool, argumentsText }: { readonly tool: string; readonly argumentsText: string },
  { say: words = [], id, ...options }: CallOptions & { readonly id?: string },
): Completion {
  const made = { tool, argumentsText, ...(id === undefined ? {} : { id }) };
  return { ...say(words, { finish: 'tool_calls', ...options }), calls: [made] };
}
