import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { LOOPBACK, LoopbackServer } from '../http/loopback-server.ts';
import { realNow, type WaitOptions } from '../real-time.ts';
import { createSignals } from '../signals.ts';
import { conversationComplaint } from './conversation-complaint.ts';
import { type ChatBody, ModelRequest } from './model-request.ts';
import { fails } from './replies.ts';
import type { Reply } from './reply.ts';
import { sendJson, sendPlain, sendReply } from './send-reply.ts';

/** A reply, or what makes it of the request. */
export type Scripted = Reply | ((request: ModelRequest) => Reply | Promise<Reply>);

export interface ModelServerOptions {
  /** Default: none is asked for. */
  readonly apiKey?: string;
  /** What `GET /v1/models` lists; requests may name any. Default: `scripted`. */
  readonly models?: readonly string[];
}

interface Script {
  readonly replies: Scripted[];
  readonly when: (request: ModelRequest) => boolean;
}

interface ModelSignals {
  requested?(request: ModelRequest): void;
}

/** A model behind OpenAI's protocol that says what the test wrote down. Made by `startModelServer`. */
export class ModelServer implements AsyncDisposable {
  /** Every request for an answer so far that a provider would have accepted. */
  readonly requests: ModelRequest[] = [];
  /** A script that ran out or threw, and conversations that a provider would refuse; a test expects none. */
  readonly problems: string[] = [];
  readonly #scripts: Script[] = [];
  readonly #signals = createSignals<ModelSignals>();
  readonly #options: ModelServerOptions;
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));
  #answer: Scripted | undefined;

  constructor(options: ModelServerOptions) {
    this.#options = options;
  }

  /** The base URL for clients, `/v1` included. */
  get url(): string {
    return `http://${LOOPBACK}:${this.#server.port}/v1`;
  }

  /** How many scripted replies nobody has asked for yet. */
  get remaining(): number {
    return this.#scripts.reduce((sum, { replies }) => sum + replies.length, 0);
  }

  /**
   * The next replies, one for each request. With `when`, only requests that match take from these: a script for each of
   * several agents that work at the same time.
   */
  script(
    replies: readonly Scripted[],
    { when = () => true }: { readonly when?: (request: ModelRequest) => boolean } = {},
  ): void {
    this.#scripts.push({ replies: [...replies], when });
  }

  /** Answers every request for which there is no scripted reply. */
  answerWith(answer: (request: ModelRequest) => Reply | Promise<Reply>): void {
    this.#answer = answer;
  }

  /** The first request after this call that `matches`. Ask before you cause it. */
  nextRequest(matches?: (request: ModelRequest) => boolean, options?: WaitOptions): Promise<ModelRequest> {
    return this.#signals.on('requested').next(matches, options);
  }

  /** The request with this number (from 1), which has come or will. */
  request(number: number, options?: WaitOptions): Promise<ModelRequest> {
    return this.#signals.on('requested').seen((request) => request.number === number, options);
  }

  listen(): Promise<void> {
    return this.#server.listen();
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { apiKey, models = ['scripted'] } = this.#options;
    const endpoint = `${request.method} ${new URL(request.url ?? '/', this.url).pathname}`;
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      return sendPlain(response, fails(401, { message: 'Incorrect API key provided.', code: 'invalid_api_key' }));
    }
    if (endpoint === 'POST /v1/chat/completions') return this.#chat(request, response);
    if (endpoint !== 'GET /v1/models') {
      return sendPlain(response, fails(404, { message: `Unknown request: ${endpoint}` }));
    }
    const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'test' }));
    sendJson(response, { object: 'list', data });
  }

  async #chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = Promise.withResolvers<void>();
    response.once('close', () => {
      if (!response.writableFinished) gone.resolve();
    });
    const sent = await text(request).catch(() => undefined);
    if (sent === undefined) return; // The client went while it asked.
    try {
      const body = JSON.parse(sent) as ChatBody;
      const complaint = conversationComplaint(body.messages);
      if (complaint !== undefined) return this.#refuse(response, 400, complaint);
      const asked = new ModelRequest({
        number: this.requests.length + 1,
        atMs: realNow(),
        headers: request.headers,
        body,
        abandoned: gone.promise,
      });
      this.requests.push(asked);
      this.#signals.hooks.requested(asked);
      const scripted = this.#next(asked);
      await sendReply(response, typeof scripted === 'function' ? await scripted(asked) : scripted, asked);
    } catch (error) {
      this.#refuse(response, 500, `The script of the model server failed: ${error}`);
    }
  }

  #refuse(response: ServerResponse, status: number, message: string): void {
    this.problems.push(message);
    if (response.headersSent) response.destroy();
    else sendPlain(response, fails(status, { message }));
  }

  #next(request: ModelRequest): Scripted {
    const script = this.#scripts.find(({ replies, when }) => replies.length > 0 && when(request));
    const scripted = script?.replies.shift() ?? this.#answer;
    if (scripted) return scripted;
    throw new TypeError(`no reply to request ${request.number}: "${request.lastText.slice(0, 200)}"`);
  }
}

/** A server on 127.0.0.1 that speaks as much of OpenAI's protocol as clients of chat models need, streams included. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const server = new ModelServer(options);
  await server.listen();
  return server;
}
