import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { OutboundRefusedError } from '../errors.ts';
import { failureInWords } from '../fetch/failure-in-words.ts';
import type { OutboundPolicy } from '../policy/outbound-policy.ts';
import { pinnedLookup } from '../policy/pinned-lookup.ts';
import { hostOf } from '../rules/domain-pattern.ts';
import type { EgressProxyOptions } from './egress-proxy-options.ts';
import { ProxyPasswordError } from './proxy-password-error.ts';
import { resetSocket } from './reset-socket.ts';
import { targetOfRequest } from './target-of-request.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 5 * 60_000;

export interface GateOptions extends EgressProxyOptions {
  readonly policy: OutboundPolicy;
  /** `user:password` of the one who may use it. */
  readonly credentials: string;
}

/** A connection to where the browser wants to go. */
export interface Way {
  readonly url: URL;
  readonly socket: Socket;
}

/** Decides about each request, opens the connections of those that pass, and knows all that are open. */
export class Gate {
  readonly #options: GateOptions;
  readonly #expected: Buffer;
  readonly #open = new Set<Socket>();

  constructor(options: GateOptions) {
    this.#options = options;
    this.#expected = Buffer.from(`Basic ${Buffer.from(options.credentials).toString('base64')}`);
  }

  /** From now on an error of this socket breaks nothing, and `closeAll` ends it. */
  keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#open.delete(socket));
  }

  closeAll(): void {
    for (const socket of this.#open) {
      if (socket.connecting) socket.destroy(new Error('The proxy was closed.'));
      else resetSocket(socket);
    }
  }

  /**
   * Opens the way for a request of the browser. Throws `ProxyPasswordError` if it is not the browser's, and what
   * `OutboundPolicy` throws.
   */
  async open(request: IncomingMessage): Promise<Way> {
    this.#authenticate(request);
    const { policy, anyDomain = false } = this.#options;
    try {
      const url = policy.checkUrl(targetOfRequest(request), { anyDomain });
      const addresses = await policy.resolve(url.hostname);
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
      const socket = connect({
        host: hostOf(url),
        port,
        lookup: pinnedLookup(addresses),
        allowHalfOpen: true,
        noDelay: true,
      });
      await this.#established(socket, url, request.socket);
      return { url, socket };
    } catch (error) {
      if (error instanceof OutboundRefusedError) this.#tell(error);
      throw error;
    }
  }

  async #established(socket: Socket, url: URL, client: Socket): Promise<void> {
    this.keep(socket);
    const giveUp = () => socket.destroy(new Error('The browser went away.'));
    client.once('close', giveUp);
    if (client.destroyed) giveUp();
    socket.setTimeout(CONNECT_TIMEOUT_MS, () =>
      socket.destroy(Object.assign(new Error('Idle.'), { code: 'ETIMEDOUT' })),
    );
    try {
      await once(socket, 'connect');
      socket.setTimeout(this.#options.idleTimeoutMs ?? IDLE_TIMEOUT_MS);
    } catch (error) {
      throw failureInWords(url.hostname, error);
    } finally {
      client.off('close', giveUp);
    }
  }

  #authenticate(request: IncomingMessage): void {
    const given = Buffer.from(request.headers['proxy-authorization'] ?? '');
    const isTheBrowser = given.length === this.#expected.length && timingSafeEqual(given, this.#expected);
    if (!isTheBrowser) throw new ProxyPasswordError();
  }

  #tell({ host, rule, message }: OutboundRefusedError): void {
    try {
      this.#options.onRefused?.({ host, rule, reason: message });
    } catch {
      // It watches; what goes wrong with it must not change what is let through.
    }
  }
}
