import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutboundPolicy } from '../policy/outbound-policy.ts';
import type { EgressProxyOptions } from './egress-proxy-options.ts';
import { forward } from './forward.ts';
import { Gate } from './gate.ts';
import { tunnel } from './tunnel.ts';
import { upgrade } from './upgrade.ts';

export interface EgressProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Ends it, and all its connections at once. */
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 512;
const MAX_HEADER_BYTES = 64 * 1024;
const HEADERS_TIMEOUT_MS = 30_000;

/**
 * A forward proxy on this machine for one browser: every connection that the browser makes is checked by the policy, and goes
 * to the addresses that were checked. Other programs cannot use it: it asks for a password.
 */
export async function startEgressProxy(policy: OutboundPolicy, options: EgressProxyOptions = {}): Promise<EgressProxy> {
  const username = 'telltale';
  const password = randomBytes(32).toString('base64url');
  const gate = new Gate({ ...options, policy, credentials: `${username}:${password}` });
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket) => gate.keep(socket));
  // None of these ever rejects: whatever goes wrong is what they answer.
  server.on('request', (request, response) => void forward(gate, request, response));
  server.on('connect', (request, _socket, head) => void tunnel(gate, request, head));
  server.on('upgrade', (request, _socket, head) => void upgrade(gate, request, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    gate.closeAll();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, username, password, close, [Symbol.asyncDispose]: close };
}
