import type { Endpoint } from '../endpoints/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '../endpoints/index.ts';
import { ApiError } from './api-error.ts';
import { type BuiltRequest, buildRequest, isHeaderText } from './build-request.ts';
import type { Call } from './call.ts';
import { exchange, readJson, type ServerAccess } from './exchange.ts';
import { silent } from './failures.ts';
import { followRun, type RunMessage } from './stream/follow-run.ts';
import { followRuns, type RunsMessage } from './stream/follow-runs.ts';
import { FOLLOW_DEFAULTS, type FollowSettings } from './stream/follow-settings.ts';
import type { Following } from './stream/following.ts';
import { TimeLimit } from './time-limit.ts';

export interface ApiClientOptions {
  /** Where the server is: `http://127.0.0.1:4040`. In a browser `''`: where the page came from. */
  readonly url: string;
  /** Sent with every request. Default: none; a browser sends its session cookie. */
  readonly token?: string | undefined;
  /** Sent with every request, for a proxy that wants some. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the whole of a JSON answer may take, in ms. Default: 30 s. */
  readonly timeoutMs?: number;
  /** How streams are followed. */
  readonly follow?: Partial<FollowSettings>;
  /** Default: that of the platform. */
  readonly fetch?: typeof globalThis.fetch;
}

type Calls = { readonly [N in EndpointName]: Call<N> };

/**
 * Talks to a Telltale server, in browsers and in Node. There is a method for each endpoint, with the parameters of its path,
 * its query and its body in one object, and what else the call needs in a second. It throws `ApiError`. JSON is given as it
 * came, without being checked again; the endpoints that give something else give the `Response`.
 */
export interface ApiClient extends Calls {
  /** Without a slash at its end. */
  readonly url: string;
  /**
   * Follows a run: each event after `after` once, in order and without a gap, however often the connection is lost. A reader
   * that does not ask for the next message holds the stream up. It ends after the run has ended or was removed, and when
   * the signal aborts. Throws `ApiError` for what another try would not mend, such as `run_not_found` and `seq_ahead`.
   */
  followRun(
    run: {
      readonly runId: string;
      /** The seq of the last event that the reader has. Default: 0. */
      readonly after?: number;
    },
    options?: { readonly signal?: AbortSignal | undefined },
  ): Following<RunMessage>;
  /** Follows all runs, in the same way: which have changed, and after each (re)connection `resync`. */
  followRuns(
    which?: { readonly pipeline?: string | undefined },
    options?: { readonly signal?: AbortSignal | undefined },
  ): Following<RunsMessage>;
}

const TIMEOUT_MS = 30_000;

/** Makes a client; nothing is sent before its first call. Throws `ApiError` for a `url` or `token` that cannot be one. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const server: ServerAccess = {
    url: checkUrl(options.url),
    headers: { ...options.headers, ...authorization(options.token) },
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  };
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const settings = { ...FOLLOW_DEFAULTS, ...options.follow };
  const names = Object.keys(ENDPOINTS) as EndpointName[];
  // A cast, as TypeScript cannot see that every name gets the method of its own endpoint.
  const calls = Object.fromEntries(
    names.map((name) => [
      name,
      (request = {}, given = {}) => call({ server, timeoutMs }, ENDPOINTS[name], request, given),
    ]),
  ) as unknown as Calls;
  return {
    ...calls,
    url: server.url,
    followRun: (run, { signal } = {}) => followRun({ server, settings, signal, open: calls.streamRun }, run),
    followRuns: (which = {}, { signal } = {}) =>
      followRuns({ server, settings, signal, open: calls.streamRuns }, which),
  };
}

interface AnyOptions extends Readonly<Record<string, unknown>> {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number | null;
}

async function call(
  { server, timeoutMs }: { readonly server: ServerAccess; readonly timeoutMs: number },
  endpoint: Endpoint,
  request: Readonly<Record<string, unknown>>,
  options: AnyOptions,
): Promise<unknown> {
  const built = buildRequest(endpoint, request, options);
  if (endpoint.raw !== undefined) return await exchange(server, built, options.signal);
  const limit = new TimeLimit(options.signal);
  const usualMs = endpoint.upload ? null : timeoutMs;
  const limitMs = options.timeoutMs === undefined ? usualMs : options.timeoutMs;
  try {
    return await limit.hold(ask(server, endpoint, built, limit.signal), limitMs, (ms) => silent(server.url, ms));
  } finally {
    limit.release();
  }
}

/** The JSON of the answer; nothing where it has none. */
async function ask(
  server: ServerAccess,
  endpoint: Endpoint,
  request: BuiltRequest,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await exchange(server, request, signal);
  if (endpoint.result !== undefined) return await readJson(server, response, signal);
  await response.body?.cancel();
  return undefined;
}

function checkUrl(url: string): string {
  const parsed = URL.parse(url);
  const isServer = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username + parsed.password === '';
  if (url === '' || isServer) return url.replace(/[?#].*$/, '').replace(/\/+$/, '');
  throw new ApiError('The address of the Telltale server is none that can be asked.', {
    code: 'url_invalid',
    status: null,
    retryable: false,
    hint: 'Give it like http://127.0.0.1:4040, with http:// or https:// and without a user name or password in it.',
  });
}

function authorization(token: string | undefined): Readonly<Record<string, string>> {
  if (token === undefined) return {};
  if (isHeaderText(token)) return { authorization: `Bearer ${token}` };
  throw new ApiError('The token has characters that no token has.', {
    code: 'token_invalid',
    status: null,
    retryable: false,
    hint: 'Give it as "telltale token create" has shown it, without line breaks.',
  });
}
