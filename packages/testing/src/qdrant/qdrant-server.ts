import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Gate } from '../gate.ts';
import { LOOPBACK, LoopbackServer } from '../http/loopback-server.ts';
import type { QdrantCollection } from './collection.ts';
import { OPERATIONS, operationOf, type QdrantOperation } from './operations.ts';
import { QdrantRefusal } from './qdrant-error.ts';

/** An error of Qdrant, no answer at all, the end of the connection before or after the work was done, or a wait before it. */
export type QdrantFault =
  | { readonly status: number; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'cut'
  | 'lose-answer'
  | Gate;

export interface QdrantServerOptions {
  /** Default: none is asked for. */
  readonly apiKey?: string;
  /** Default: `1.19.0`. */
  readonly version?: string;
}

/** Qdrant's REST API over collections in memory, as far as a store of vectors needs it. Made by `startQdrantServer`. */
export class QdrantServer implements AsyncDisposable {
  readonly collections = new Map<string, QdrantCollection>();
  /** What was asked for since the server was made, requests that were refused included. */
  readonly requests: QdrantOperation[] = [];
  readonly #options: QdrantServerOptions;
  readonly #faults = new Map<QdrantOperation, { readonly fault: QdrantFault; left: number }>();
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));

  constructor(options: QdrantServerOptions) {
    this.#options = options;
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.#server.port}`;
  }

  /** The next requests for `operation` fail. Default: all of them, for good. */
  fail(operation: QdrantOperation, fault: QdrantFault, { times = Number.POSITIVE_INFINITY } = {}): void {
    this.#faults.set(operation, { fault, left: times });
  }

  /** All faults are gone. */
  recover(): void {
    this.#faults.clear();
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
    const sent = await text(request).catch(() => undefined);
    if (sent === undefined) return; // The client went while it asked.
    const { apiKey } = this.#options;
    if (apiKey !== undefined && request.headers['api-key'] !== apiKey) {
      const complaint = request.headers['api-key'] === undefined ? 'Must provide an API key' : 'Invalid API key or JWT';
      return void response.writeHead(401, { 'content-type': 'text/plain' }).end(complaint);
    }
    const { pathname } = new URL(request.url ?? '/', this.url);
    const asked = operationOf(request.method ?? 'GET', pathname);
    if (asked === null) return void response.writeHead(404).end();
    this.requests.push(asked.operation);
    try {
      await this.#answer(asked, sent, response);
    } catch (error) {
      const { status, message } = error instanceof QdrantRefusal ? error : new QdrantRefusal(500, String(error));
      send(response, status, { status: { error: message }, time: 0 });
    }
  }

  async #answer(
    { operation, name }: NonNullable<ReturnType<typeof operationOf>>,
    sent: string,
    response: ServerResponse,
  ): Promise<void> {
    const fault = this.#takeFault(operation);
    if (fault === 'hang') return;
    if (fault === 'cut') return void response.destroy();
    if (fault !== null && fault !== 'lose-answer') {
      if ('pass' in fault) await fault.pass();
      else {
        const { status, message = 'Service internal error: scripted', headers = {} } = fault;
        return send(response, status, { status: { error: message }, time: 0 }, headers);
      }
    }
    if (operation === 'root') {
      return send(response, 200, {
        title: 'qdrant - vector search engine',
        version: this.#options.version ?? '1.19.0',
      });
    }
    const body: unknown = sent === '' ? {} : JSON.parse(sent);
    const result = OPERATIONS[operation]({ collections: this.collections, name, body });
    if (fault === 'lose-answer') return void response.destroy();
    send(response, 200, { result, status: 'ok', time: 0.000_1 });
  }

  #takeFault(operation: QdrantOperation): QdrantFault | null {
    const planned = this.#faults.get(operation);
    if (planned === undefined || planned.left === 0) return null;
    planned.left -= 1;
    return planned.fault;
  }
}

/** A server on 127.0.0.1 that does as Qdrant does. */
export async function startQdrantServer(options: QdrantServerOptions = {}): Promise<QdrantServer> {
  const server = new QdrantServer(options);
  await server.listen();
  return server;
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
