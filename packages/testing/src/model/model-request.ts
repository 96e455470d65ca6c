import type { IncomingHttpHeaders } from 'node:http';

/** A message of the conversation as it came, in the words of the protocol. */
export interface WireMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly content?: string | null | readonly WirePart[];
  readonly tool_calls?: readonly WireCall[];
  readonly tool_call_id?: string;
}

/** `text`, `image_url` and others. */
export interface WirePart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

export interface WireCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

/** The body of a request for an answer. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly WireMessage[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters?: unknown } }[];
  readonly tool_choice?: unknown;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema?: unknown } };
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

/** What a tool's call gave, as the model is told. */
export interface ToldResult {
  readonly toolCallId: string;
  readonly tool: string;
  readonly text: string;
}

/** One request for an answer, with what a test wants to know of it. */
export class ModelRequest {
  /** From 1, in order of arrival. */
  readonly number: number;
  /** Milliseconds since the process started. */
  readonly atMs: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: ChatBody;
  /** Resolves if the client goes before it has the whole answer. */
  readonly abandoned: Promise<void>;

  constructor(request: {
    readonly number: number;
    readonly atMs: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: ChatBody;
    readonly abandoned: Promise<void>;
  }) {
    this.number = request.number;
    this.atMs = request.atMs;
    this.headers = request.headers;
    this.body = request.body;
    this.abandoned = request.abandoned;
  }

  get messages(): readonly WireMessage[] {
    return this.body.messages;
  }

  /** Names of the tools on offer. */
  get tools(): readonly string[] {
    return (this.body.tools ?? []).map((tool) => tool.function.name);
  }

  /** All instructions, as one text. */
  get instructions(): string {
    return this.messages
      .filter(({ role }) => role === 'system' || role === 'developer')
      .map(textOf)
      .join('\n');
  }

  /** The text of the last message, whoever said it. */
  get lastText(): string {
    const last = this.messages.at(-1);
    return last ? textOf(last) : '';
  }

  /** What the model is told of its latest calls, in order; empty if it has said anything since. */
  get toolResults(): readonly ToldResult[] {
    const names = new Map(this.messages.flatMap(callsOf).map((call) => [call.id, call.function.name]));
    const latest = this.messages.slice(this.messages.findLastIndex(({ role }) => role === 'assistant') + 1);
    return latest
      .filter(({ role }) => role === 'tool')
      .map((message) => {
        const toolCallId = message.tool_call_id ?? '';
        return { toolCallId, tool: names.get(toolCallId) ?? '', text: textOf(message) };
      });
  }

  /** The last of `toolResults`. Throws if there is none. */
  get lastToolResult(): ToldResult {
    const last = this.toolResults.at(-1);
    if (!last) throw new TypeError(`Request ${this.number} tells of no tool; its last message: ${this.lastText}`);
    return last;
  }

  /** URLs of all images in the conversation (`data:` URLs as a rule). */
  get images(): readonly string[] {
    return this.messages.flatMap(partsOf).flatMap(({ image_url }) => (image_url ? [image_url.url] : []));
  }
}

/** The text of a message; its images and the like are left out. */
function textOf(message: WireMessage): string {
  if (typeof message.content === 'string') return message.content;
  return partsOf(message)
    .flatMap(({ text }) => (text === undefined ? [] : [text]))
    .join('');
}

export function callsOf({ tool_calls }: WireMessage): readonly WireCall[] {
  return tool_calls ?? [];
}

function partsOf({ content }: WireMessage): readonly WirePart[] {
  return Array.isArray(content) ? content : [];
}
