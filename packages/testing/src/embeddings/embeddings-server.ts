import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { LOOPBACK, LoopbackServer } from '../http/loopback-server.ts';
import type { WaitOptions } from '../real-time.ts';
import { createSignals } from '../signals.ts';
import type { EmbeddingsReply } from './reply.ts';
import { textVector } from './text-vector.ts';

export interface EmbeddingsServerOptions {
  /** Default: none is asked for. */
  readonly apiKey?: string;
  /** Of the vectors of which the request does not say it. Default: 8. */
  readonly dimensions?: number;
}

export interface EmbeddingsRequest {
  /** From 1, in order of arrival. */
  readonly number: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly input: readonly string[];
    readonly dimensions?: number;
  };
  /** Resolves if the client goes before it has the whole answer. */
  readonly abandoned: Promise<void>;
}

interface EmbeddingsSignals {
  requested?(request: EmbeddingsRequest): void;
}

/** Embeddings behind OpenAI's protocol: the same vector for the same text. Made by `startEmbeddingsServer`. */
export class EmbeddingsServer implements AsyncDisposable {
  /** Every request with the right key, those with a scripted reply included. */
  readonly requests: EmbeddingsRequest[] = [];
  readonly #options: EmbeddingsServerOptions;
  readonly #script: EmbeddingsReply[] = [];
  readonly #signals = createSignals<EmbeddingsSignals>();
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));

  constructor(options: EmbeddingsServerOptions) {
    this.#options = options;
  }

  /** The base URL for clients, `/v1` included. */
  get url(): string {
    return `http://${LOOPBACK}:${this.#server.port}/v1`;
  }

  /** What the next requests get instead of vectors, one each. */
  script(replies: readonly EmbeddingsReply[]): void {
    this.#script.push(...replies);
  }

  /** The request with this number (from 1), which has come or will. */
  request(number: number, options?: WaitOptions): Promise<EmbeddingsRequest> {
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
    const gone = Promise.withResolvers<void>();
    response.once('close', () => {
      if (!response.writableFinished) gone.resolve();
    });
    const sent = await text(request).catch(() => undefined);
    if (sent === undefined) return; // The client went while it asked.
    const { apiKey } = this.#options;
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      return send(response, 401, { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } });
    }
    if (request.method !== 'POST' || request.url !== '/v1/embeddings') {
      return send(response, 404, { error: { message: `Unknown request: ${request.url}`, code: 'unknown_url' } });
    }
    const asked = {
      number: this.requests.length + 1,
      headers: request.headers,
      body: JSON.parse(sent) as EmbeddingsRequest['body'],
      abandoned: gone.promise,
    };
    this.requests.push(asked);
    this.#signals.hooks.requested(asked);
    await this.#reply(response, asked, this.#script.shift() ?? { kind: 'vectors' });
  }

  async #reply(response: ServerResponse, asked: EmbeddingsRequest, reply: EmbeddingsReply): Promise<void> {
    switch (reply.kind) {
      case 'hang':
        return;
      case 'cut':
        return void response.destroy();
      case 'answer':
        return send(response, reply.status, reply.body, reply.headers);
      case 'vectors': {
        const { input, model, dimensions = this.#options.dimensions ?? 8 } = asked.body;
        const data = input.map((each, index) => ({
          object: 'embedding',
          index,
          embedding: textVector(each, reply.dimensions ?? dimensions),
        }));
        const tokens = input.join(' ').split(/\s+/).length;
        const usage = { prompt_tokens: tokens, total_tokens: tokens };
        // From the last to the first, as nobody promises another order.
        return send(response, 200, { object: 'list', data: data.reverse().slice(reply.drop ?? 0), model, usage });
      }
    }
  }
}

/** A server on 127.0.0.1 that speaks OpenAI's protocol for embeddings. */
export async function startEmbeddingsServer(options: EmbeddingsServerOptions = {}): Promise<EmbeddingsServer> {
  const server = new EmbeddingsServer(options);
  await server.listen();
  return server;
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(content);
}
