import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { LOOPBACK, LoopbackServer } from '../http/loopback-server.ts';
import { fails } from '../model/replies.ts';
import type { PlainAnswer, Reply } from '../model/reply.ts';
import { sendPlain } from '../model/send-reply.ts';
import type { WaitOptions } from '../real-time.ts';
import { createSignals } from '../signals.ts';
import type { SpeechRequest } from './speech-request.ts';

/** A reply, or what makes it of the request. Those that are a model's words are none of a transcription service. */
export type ScriptedSpeech = Reply | ((request: SpeechRequest) => Reply | Promise<Reply>);

export interface SpeechServerOptions {
  /** Default: none is asked for. */
  readonly apiKey?: string;
}

interface SpeechSignals {
  requested?(request: SpeechRequest): void;
}

/** A transcription service behind OpenAI's protocol that hears what the test wrote down. Made by `startSpeechServer`. */
export class SpeechServer implements AsyncDisposable {
  /** Every request so far that had the right key. */
  readonly requests: SpeechRequest[] = [];
  /** A script that ran out or threw, and requests that are not of the protocol; a test expects none. */
  readonly problems: string[] = [];
  readonly #script: ScriptedSpeech[] = [];
  readonly #signals = createSignals<SpeechSignals>();
  readonly #options: SpeechServerOptions;
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));
  #answer: ScriptedSpeech | undefined;

  constructor(options: SpeechServerOptions) {
    this.#options = options;
  }

  /** The base URL for clients, `/v1` included. */
  get url(): string {
    return `http://${LOOPBACK}:${this.#server.port}/v1`;
  }

  /** The next replies, one for each request. */
  script(replies: readonly ScriptedSpeech[]): void {
    this.#script.push(...replies);
  }

  /** Answers every request for which there is no scripted reply. */
  answerWith(answer: ScriptedSpeech): void {
    this.#answer = answer;
  }

  /** The request with this number (from 1), which has come or will. */
  request(number: number, options?: WaitOptions): Promise<SpeechRequest> {
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
    const sent = await buffer(request).catch(() => undefined);
    if (sent === undefined) return; // The client went while it asked.
    try {
      const refusal = this.#refusalOf(request);
      if (refusal !== null) return sendPlain(response, refusal);
      const asked = await this.#read(request, sent, gone.promise);
      this.requests.push(asked);
      this.#signals.hooks.requested(asked);
      const scripted = this.#script.shift() ?? this.#answer;
      if (scripted === undefined) throw new TypeError(`no reply to request ${asked.number}`);
      await send(response, typeof scripted === 'function' ? await scripted(asked) : scripted);
    } catch (error) {
      const message = `The script of the speech server failed: ${error}`;
      this.problems.push(message);
      sendPlain(response, fails(500, { message }));
    }
  }

  #refusalOf({ method, url, headers }: IncomingMessage): PlainAnswer | null {
    const { apiKey } = this.#options;
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) {
      return fails(401, { message: 'Incorrect API key provided.', code: 'invalid_api_key' });
    }
    const endpoint = `${method} ${new URL(url ?? '/', this.url).pathname}`;
    if (endpoint === 'POST /v1/audio/transcriptions') return null;
    return fails(404, { message: `Unknown request: ${endpoint}` });
  }

  async #read({ headers }: IncomingMessage, sent: Buffer, abandoned: Promise<void>): Promise<SpeechRequest> {
    const form = await new Response(new Uint8Array(sent), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file');
    if (!(file instanceof File)) throw new TypeError('the form has no file');
    const names = [...new Set(form.keys())].filter((name) => name !== 'file');
    return {
      number: this.requests.length + 1,
      headers,
      fields: Object.fromEntries(names.map((name) => [name, form.getAll(name).map(String)])),
      file: { name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) },
      abandoned,
    };
  }
}

async function send(response: ServerResponse, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'hang':
      return;
    case 'cut':
      return void response.destroy();
    case 'held':
      await reply.gate.pass();
      return send(response, reply.reply);
    case 'plain':
      return sendPlain(response, reply);
    default:
      throw new TypeError(`a transcription service gives no ${reply.kind}`);
  }
}

/** A server on 127.0.0.1 that speaks OpenAI's protocol for transcription. */
export async function startSpeechServer(options: SpeechServerOptions = {}): Promise<SpeechServer> {
  const server = new SpeechServer(options);
  await server.listen();
  return server;
}
