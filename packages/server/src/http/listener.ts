import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { AddressUnavailableError, PortInUseError } from './errors.ts';
import { QuietConnections } from './quiet-connections.ts';

/** Where a server can be reached. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** For a browser on this machine. */
  readonly url: string;
}

export interface Listener {
  readonly address: Address;
  /** Takes no new connection, and cuts those that are busy after `graceMs` still. */
  close(graceMs: number): Promise<void>;
}

/**
 * A connection takes memory and a file that is open, of which there are not enough for all that somebody without a token can
 * open: beyond these it would be the runs of this process that fail.
 */
const MAX_CONNECTIONS = 5_000;

/** Over which nothing goes for so long, its other end takes no answer. Streams look after themselves, sooner than that. */
const STALLED_MS = 10 * 60_000;

/** How long a request may take to arrive: files of some GB come over slow lines. */
const RECEIVING_MS = 6 * 60 * 60_000;

type Fetch = Parameters<typeof getRequestListener>[0];

/** Serves HTTP. Port 0: any that is free. Throws `PortInUseError` and `AddressUnavailableError`. */
export async function listen(fetch: Fetch, hostname: string, port: number): Promise<Listener> {
  // The adapter would put classes of its own in the place of the global Request and Response, for all of the process.
  const answer = getRequestListener(fetch, { hostname, overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = STALLED_MS;
  server.requestTimeout = RECEIVING_MS;
  const quiet = new QuietConnections(server);
  const listening = Promise.withResolvers<void>();
  server.once('error', (error) => listening.reject(cannotListen(error, hostname, port)));
  server.listen(port, hostname, listening.resolve);
  await listening.promise;
  const address = addressOf(server);
  return { address, close: (graceMs) => closeServer(server, quiet, graceMs) };
}

async function closeServer(server: Server, quiet: QuietConnections, graceMs: number): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  quiet.close();
  const over = new AbortController();
  const patience = delay(graceMs, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([closed.promise, patience]);
  over.abort();
  server.closeAllConnections();
  await closed.promise;
}

function cannotListen(error: NodeJS.ErrnoException, hostname: string, port: number): Error {
  if (error.code === 'EADDRINUSE') return new PortInUseError(hostname, port, error);
  return new AddressUnavailableError(hostname, port, { isForbidden: error.code === 'EACCES', cause: error });
}

function addressOf(server: Server): Address {
  const { address: host, port, family } = server.address() as AddressInfo;
  const isAny = host === '0.0.0.0' || host === '::';
  const name = family === 'IPv6' ? `[${host}]` : host;
  return { host, port, url: `http://${isAny ? 'localhost' : name}:${port}` };
}
