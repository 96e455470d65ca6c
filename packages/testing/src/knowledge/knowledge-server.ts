import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gate } from '../gate.ts';
import { LOOPBACK, LoopbackServer } from '../http/loopback-server.ts';
import { realNow, type WaitOptions } from '../real-time.ts';
import { createSignals } from '../signals.ts';
import { apiError, type KnowledgeAnswer, queryAnswer, searchAnswer, textAnswer } from './answers.ts';
import { KNOWLEDGE_ITEMS, type KnowledgeItem } from './items.ts';

type KnowledgeFailure =
  | { readonly kind: 'rate-limit'; readonly retryAfterS?: number }
  | { readonly kind: 'maxlag'; readonly retryAfterS: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'cut' };

/** How a service of Wikidata fails, or that it is slow: `held` answers when the gate opens. `maxlag` has status 200, as MediaWiki has it. */
export type KnowledgeFault = KnowledgeFailure | { readonly kind: 'held'; readonly gate: Gate };

export interface KnowledgeRequest {
  /** `search` by name, or `query` of the query service. */
  readonly kind: 'search' | 'query' | 'other';
  /** The name, or the query. */
  readonly asked: string;
  readonly language: string | null;
  readonly userAgent: string;
  /** Milliseconds since the process started. */
  readonly atMs: number;
}

interface KnowledgeSignals {
  requested?(request: KnowledgeRequest): void;
}

/** Wikidata's search and its query service on one port, with a handful of items. Made by `startKnowledge`. */
export class KnowledgeServer implements AsyncDisposable {
  /** Every request so far, those that failed included. */
  readonly requests: KnowledgeRequest[] = [];
  readonly items: KnowledgeItem[];
  readonly #faults: KnowledgeFault[] = [];
  readonly #signals = createSignals<KnowledgeSignals>();
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));

  constructor(items: readonly KnowledgeItem[]) {
    this.items = [...items];
  }

  /** For both services. */
  get url(): string {
    return `http://${LOOPBACK}:${this.#server.port}`;
  }

  /** The next request fails; with `times` so many do. */
  fail(fault: KnowledgeFault, { times = 1 }: { readonly times?: number } = {}): void {
    for (let count = 0; count < times; count += 1) this.#faults.push(fault);
  }

  /** The first request after this call that `matches`. Ask before you cause it. */
  nextRequest(matches?: (request: KnowledgeRequest) => boolean, options?: WaitOptions): Promise<KnowledgeRequest> {
    return this.#signals.on('requested').next(matches, options);
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
    const url = new URL(request.url ?? '/', this.url);
    const seen = toRequest(url, request.headers['user-agent'] ?? '');
    this.requests.push(seen);
    this.#signals.hooks.requested(seen);
    const fault = this.#faults.shift();
    if (fault?.kind === 'held') await fault.gate.pass();
    const answer = fault === undefined || fault.kind === 'held' ? this.#answer(seen, url) : faulty(fault);
    if (answer === 'cut') return void response.destroy();
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  #answer({ kind, asked, userAgent }: KnowledgeRequest, url: URL): KnowledgeAnswer {
    // Wikimedia asks of everybody to say who they are.
    if (userAgent === '') return textAnswer(403, 'Please set a user-agent.');
    if (kind === 'query') return queryAnswer(this.items, asked);
    if (kind === 'search') return searchAnswer(this.items, url.searchParams);
    return apiError('badvalue', 'Unrecognized value for parameter "action".');
  }
}

/** Starts the server, with `KNOWLEDGE_ITEMS` and what else there is to be. */
export async function startKnowledge(more: readonly KnowledgeItem[] = []): Promise<KnowledgeServer> {
  const server = new KnowledgeServer([...KNOWLEDGE_ITEMS, ...more]);
  await server.listen();
  return server;
}

function toRequest({ pathname, searchParams }: URL, userAgent: string): KnowledgeRequest {
  const told = { language: searchParams.get('language'), userAgent, atMs: realNow() };
  if (pathname === '/sparql') return { kind: 'query', asked: searchParams.get('query') ?? '', ...told };
  const isSearch = pathname === '/w/api.php' && searchParams.get('action') === 'wbsearchentities';
  return { kind: isSearch ? 'search' : 'other', asked: searchParams.get('search') ?? '', ...told };
}

function faulty(fault: KnowledgeFailure): KnowledgeAnswer | 'cut' {
  switch (fault.kind) {
    case 'rate-limit': {
      const { retryAfterS } = fault;
      return textAnswer(429, 'Too Many Requests', retryAfterS === undefined ? {} : { 'retry-after': `${retryAfterS}` });
    }
    case 'maxlag':
      return apiError('maxlag', 'Waiting for wdqs1: 6 seconds lagged.', { 'retry-after': `${fault.retryAfterS}` });
    case 'status':
      return textAnswer(fault.status, `Status ${fault.status}`);
    case 'malformed':
      return textAnswer(200, '{"search": [');
    case 'cut':
      return 'cut';
  }
}
