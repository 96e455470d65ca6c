import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Gate, hold } from '../gate.ts';
import { LOOPBACK, LoopbackServer } from '../http/loopback-server.ts';
import type { WaitOptions } from '../real-time.ts';
import { createSignals } from '../signals.ts';
import { ALL_SITES } from './all-sites.ts';
import { notFound, type Place, type Site, type SiteAnswer } from './site.ts';

/** One request that got through to the server, whatever host it was for. */
export interface SiteRequest {
  readonly method: string;
  /** As the client named it, without the port: `podcast.test`, but `127.0.0.1` or `localhost`, too. */
  readonly host: string;
  readonly path: string;
  /** With its question mark; empty if there is none. */
  readonly search: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface SitesOptions {
  /** Sites of the test's own, by name; they win over those that are there. */
  readonly extra?: Readonly<Record<string, Site>>;
}

interface SitesSignals {
  requested?(request: SiteRequest): void;
}

const ENDING = '.test';

// Only one page sends any: past the proxy, if nobody stops it.
const DATAGRAM: SiteRequest = {
  method: 'UDP',
  host: LOOPBACK,
  path: '/trap/asks-by-peer-connection',
  search: '',
  headers: {},
  body: '',
};

/**
 * Web sites on one port of 127.0.0.1, told apart by host name: `http://podcast.test:<port>/`. A client has to resolve
 * the names by `lookup` or `hostResolverRules`. Made by `startSites`.
 */
export class Sites implements AsyncDisposable, Place {
  /** Every request so far. What is not here did not get through. */
  readonly requests: SiteRequest[] = [];
  /** What a site threw; a test expects none. */
  readonly problems: string[] = [];
  readonly #sites: Readonly<Record<string, Site>>;
  readonly #gates = new Map<string, Gate>();
  readonly #signals = createSignals<SitesSignals>();
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));
  readonly #socket = createSocket('udp4', () => this.#note(DATAGRAM));
  #isClosed = false;

  constructor({ extra = {} }: SitesOptions) {
    this.#sites = { ...ALL_SITES, ...extra };
  }

  get port(): number {
    return this.#server.port;
  }

  /** Takes datagrams of any kind. */
  get datagramPort(): number {
    return this.#socket.address().port;
  }

  /** The host names of all sites: what a test allows although they are on a private address. */
  get hosts(): readonly string[] {
    return Object.keys(this.#sites).map((name) => `${name}${ENDING}`);
  }

  /** For Chromium's `--host-resolver-rules`, where no proxy resolves the names. */
  get hostResolverRules(): string {
    return `MAP *${ENDING} ${LOOPBACK}`;
  }

  /**
   * Every name under `.test` is on 127.0.0.1, those that are no site as well: `inside.test` stands for a name that leads
   * into a private network. Other names are not found.
   */
  readonly lookup = async (name: string): Promise<string[]> => {
    if (name.endsWith(ENDING)) return [LOOPBACK];
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
  };

  url(site: string, path = '/'): string {
    return `http://${site}${ENDING}:${this.port}${path}`;
  }

  gate(name: string): Gate {
    const gate = this.#gates.get(name) ?? hold();
    this.#gates.set(name, gate);
    return gate;
  }

  /** The first request after this call that `matches`. Ask before you cause it. */
  nextRequest(matches?: (request: SiteRequest) => boolean, options?: WaitOptions): Promise<SiteRequest> {
    return this.#signals.on('requested').next(matches, options);
  }

  /** The first request that `matches`, which has come or will. */
  seenRequest(matches: (request: SiteRequest) => boolean, options?: WaitOptions): Promise<SiteRequest> {
    return this.#signals.on('requested').seen(matches, options);
  }

  /** Resolves when the hostile page with this name has tried all that it tries by itself. */
  async settled(name: string, options?: WaitOptions): Promise<void> {
    await this.seenRequest(({ path }) => path === `/settled/${name}`, options);
  }

  /** What the hostile page with this name brought about that must not happen; a test expects nothing. */
  trapped(name: string): readonly SiteRequest[] {
    return this.requests.filter(({ path }) => path === `/trap/${name}`);
  }

  async listen(): Promise<void> {
    this.#socket.bind(0, LOOPBACK);
    await Promise.all([this.#server.listen(), once(this.#socket, 'listening')]);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
    await this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    try {
      const url = new URL(`http://${headers.host}${request.url}`);
      const body = await text(request);
      const { hostname: host, pathname: path, search } = url;
      const seen = { method, host, path, search, headers, body };
      this.#note(seen);
      const site = this.#siteOf(host) ?? notFound;
      await send(response, await site({ method, url, headers, cookies: cookiesOf(headers.cookie), body, place: this }));
    } catch (error) {
      // A client that goes in the middle is no fault of the site.
      if (!response.destroyed) this.problems.push(`${method} ${headers.host}${request.url}: ${error}`);
      response.destroy();
    }
  }

  #note(request: SiteRequest): void {
    this.requests.push(request);
    this.#signals.hooks.requested(request);
  }

  #siteOf(host: string): Site | undefined {
    const name = host.endsWith(ENDING) ? host.slice(0, -ENDING.length) : '';
    return Object.hasOwn(this.#sites, name) ? this.#sites[name] : undefined;
  }
}

/** Starts all the sites. */
export async function startSites(options: SitesOptions = {}): Promise<Sites> {
  const sites = new Sites(options);
  await sites.listen();
  return sites;
}

async function send(response: ServerResponse, answer: SiteAnswer | 'cut'): Promise<void> {
  if (answer === 'cut') return void response.destroy();
  const { status = 200, headers = {}, body = '' } = answer;
  response.writeHead(status, headers);
  if (typeof body === 'string' || body instanceof Uint8Array) return void response.end(body);
  response.flushHeaders();
  await pipeline(Readable.from(body), response);
}

function cookiesOf(header = ''): Map<string, string> {
  const pairs = header.split('; ').filter((pair) => pair.includes('='));
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
