import { once } from 'node:events';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type EgressProxy, type EgressProxyOptions, type OutboundPolicy, startEgressProxy } from '../src/index.ts';

/** A proxy for one test. */
export async function startProxy(policy: OutboundPolicy, options?: EgressProxyOptions): Promise<EgressProxy> {
  const proxy = await startEgressProxy(policy, options);
  onTestFinished(() => proxy.close());
  return proxy;
}

/** The header by which a browser shows that it is the one. */
export function passwordFor({ username, password }: EgressProxy): string {
  return `Basic ${btoa(`${username}:${password}`)}`;
}

export interface ProxiedAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks the proxy for an http: address, as a browser does. */
export async function askProxy(
  proxy: EgressProxy,
  url: string,
  options: RequestOptions & { readonly body?: string } = {},
): Promise<ProxiedAnswer> {
  const { host } = new URL(url);
  const asking = request(proxy.url, {
    ...options,
    path: url,
    agent: false,
    headers: { host, 'proxy-authorization': passwordFor(proxy), ...options.headers },
  });
  asking.end(options.body);
  const [answer] = await once(asking, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

/** A connection to the proxy that has said this. Ended after the test. */
export async function say(proxy: EgressProxy, said: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(proxy.url).port), allowHalfOpen: true });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(said);
  return socket;
}

/** The head of what comes, and what has come after it. */
export async function readHead(socket: Socket): Promise<{ readonly head: string; readonly rest: string }> {
  let heard = '';
  while (!heard.includes('\r\n\r\n')) {
    const [chunk] = await once(socket, 'data');
    heard += chunk;
  }
  socket.pause();
  const end = heard.indexOf('\r\n\r\n');
  return { head: heard.slice(0, end), rest: heard.slice(end + 4) };
}

export interface Tunnel {
  readonly socket: Socket;
  readonly head: string;
  /** What came with the head. */
  readonly rest: string;
}

/** Asks for a tunnel; `early` is sent without waiting for the answer. */
export async function openTunnel(proxy: EgressProxy, authority: string, early = ''): Promise<Tunnel> {
  const socket = await say(
    proxy,
    `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: ${passwordFor(proxy)}\r\n\r\n${early}`,
  );
  return { socket, ...(await readHead(socket)) };
}
