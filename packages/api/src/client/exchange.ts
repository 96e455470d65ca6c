import { ApiError, type Fault } from './api-error.ts';
import type { BuiltRequest } from './build-request.ts';
import { notUnderstood, unreachable } from './failures.ts';
import { readErrorBody } from './read-error-body.ts';

/** A server, and how to talk to it. */
export interface ServerAccess {
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
}

/** Sends a request; gives the answer if it is a success. Throws `ApiError`, and the signal's reason. */
export async function exchange(server: ServerAccess, request: BuiltRequest, signal?: AbortSignal): Promise<Response> {
  const { path, method, headers, body } = request;
  const response = await orUnreachable(
    server,
    signal,
    server.fetch(`${server.url}${path}`, {
      method,
      headers: { ...server.headers, ...headers },
      body,
      // A stream can be sent only so: the answer is read once all of it is sent.
      ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}),
      // A redirect leads to some other server, or a login page: to follow it would send the token there.
      redirect: 'manual',
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  if (response.ok || response.status === 304) return response;
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel();
    const target = response.headers.get('location');
    throw notUnderstood(server.url, `with a redirect${target === null ? '' : ` to ${target}`}`, {
      status: response.status,
      hint: 'Give the address that it leads to, if that is the Telltale server; check what stands in between.',
    });
  }
  throw readError(server, response, await orUnreachable(server, signal, response.text()));
}

/** The JSON of an answer. Throws `ApiError`, and the signal's reason. */
export async function readJson(server: ServerAccess, response: Response, signal: AbortSignal): Promise<unknown> {
  const json = parse(await orUnreachable(server, signal, response.text()));
  if (json === undefined) {
    throw notUnderstood(server.url, `with what is no JSON (${kindOf(response)})`, { status: response.status });
  }
  return json;
}

/** What `work` gives. What fetch throws is either that the signal aborted, or that the network failed. */
export async function orUnreachable<T>(
  { url }: ServerAccess,
  signal: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw unreachable(url, error);
  }
}

function readError({ url }: ServerAccess, response: Response, text: string): ApiError {
  const { status } = response;
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  const error = readErrorBody(parse(text));
  if (error === null) {
    const what = `${status} ${response.statusText}`.trim();
    return notUnderstood(url, `“${what}”, and not as Telltale does (${kindOf(response)})`, { status, retryAfterMs });
  }
  const { code, message, hint, details = {} } = error;
  return new ApiError(message, {
    code,
    status,
    retryAfterMs,
    ...(hint === undefined ? {} : { hint }),
    details: Object.fromEntries(Object.entries(details).filter(isPlain)),
    faults: Array.isArray(details.faults) ? details.faults.filter(isFault) : [],
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kindOf(response: Response): string {
  return response.headers.get('content-type') ?? 'of no content type';
}

function isPlain(entry: [string, unknown]): entry is [string, string | number | boolean | null] {
  return entry[1] === null || typeof entry[1] !== 'object';
}

function isFault(value: unknown): value is Fault {
  if (typeof value !== 'object' || value === null || !('path' in value) || !('message' in value)) return false;
  return typeof value.path === 'string' && typeof value.message === 'string';
}

/** In ms from now: the header has seconds, or a date. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
