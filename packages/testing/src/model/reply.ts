import type { Gate } from '../gate.ts';

/** Token counts as the server reports them. */
export interface ReplyUsage {
  /** All of the prompt, what came from a cache included. */
  readonly input: number;
  /** All of the answer, reasoning included. */
  readonly output: number;
  readonly cachedInput?: number;
  readonly reasoning?: number;
}

/** A text, or its pieces: each is a chunk of a stream, and at a gate between them the server waits. */
export type Words = string | readonly (string | Gate)[];

export interface ReplyOptions {
  /** Default: 100 tokens in, 10 out. `null`: the answer says nothing about tokens. */
  readonly usage?: ReplyUsage | null;
  /** `finish_reason`. Default: `tool_calls` if there are any, else `stop`. */
  readonly finish?: 'stop' | 'tool_calls' | 'length' | 'content_filter' | null;
}

export interface CallOptions extends ReplyOptions {
  /** What the model says before its calls. */
  readonly say?: Words;
}

export interface ScriptedCall {
  readonly tool: string;
  /** As the model wrote them: JSON, if it is well. */
  readonly argumentsText: string;
  /** Default: `call-<number of the request>-<number of the call>`. */
  readonly id?: string;
}

/** What the model answers, and how the answer ends on the wire. */
export interface Completion {
  readonly kind: 'completion';
  readonly words: readonly (string | Gate)[];
  readonly refusal: string | null;
  readonly calls: readonly ScriptedCall[];
  readonly usage: ReplyUsage | null;
  readonly finish: string | null;
  /** `cut`: the connection ends half-way. With an error, half of a stream is followed by it. */
  readonly ending: 'whole' | 'cut' | { readonly error: string };
}

/** An answer as it stands, for what is no completion. */
export interface PlainAnswer {
  readonly kind: 'plain';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Reply =
  | Completion
  | PlainAnswer
  | { readonly kind: 'malformed-body'; readonly text: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'held'; readonly gate: Gate; readonly reply: Reply };

/** The error body of the protocol. */
export interface ErrorDetails {
  readonly message?: string;
  readonly type?: string;
  readonly code?: string | null;
}
