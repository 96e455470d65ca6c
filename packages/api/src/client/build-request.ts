import type { Endpoint } from '../endpoints/endpoint.ts';
import { API_PATH, ENDPOINTS } from '../endpoints/index.ts';
import { invalidRequest } from './failures.ts';

/** A file to send: whole, or as a stream, which cannot be sent a second time. */
export type Upload = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

type Values = Readonly<Record<string, unknown>>;

export interface BuiltRequest {
  /** With its query, below the server's address. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Upload | null;
}

/** Paths without parameters: `/runs/counts` is not the run `counts`. */
const FIXED_PATHS: ReadonlySet<string> = new Set(
  Object.values(ENDPOINTS).flatMap(({ path }) => (path.includes('{') ? [] : [path])),
);

/**
 * Puts what a call was given where its endpoint wants it. What is in neither path nor query goes into the body, or the query
 * where there is none, so that the server can say of a strange name that it is strange. Throws `ApiError`.
 */
export function buildRequest(endpoint: Endpoint, request: Values, options: Values): BuiltRequest {
  const query: [string, string][] = [];
  const body: Record<string, unknown> = {};
  const inPath = endpoint.params?.shape ?? {};
  const inQuery = endpoint.query?.shape ?? {};
  const { file, ...values } = request;
  for (const [name, value] of Object.entries(endpoint.upload ? values : request)) {
    if (name in inPath || value === undefined) continue;
    if (endpoint.body === undefined || name in inQuery) query.push([name, String(value)]);
    else body[name] = value;
  }
  const search = query.length === 0 ? '' : `?${new URLSearchParams(query)}`;
  return {
    path: `${API_PATH}${fillPath(endpoint.path, request)}${search}`,
    method: endpoint.method.toUpperCase(),
    headers: {
      accept: endpoint.raw?.contentType ?? 'application/json',
      ...(endpoint.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(endpoint.upload ? { 'content-type': 'application/octet-stream' } : {}),
      ...ownHeaders(endpoint, options),
    },
    body: endpoint.upload ? (file as Upload) : endpoint.body === undefined ? null : JSON.stringify(body),
  };
}

function fillPath(template: string, request: Values): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(request[name] ?? '');
    // A URL cannot have these as a part of its path: they lead somewhere else.
    if (value === '' || value === '.' || value === '..') throw invalidRequest(name, 'is missing');
    return encodeURIComponent(value);
  });
  if (path !== template && FIXED_PATHS.has(path)) throw invalidRequest('runId', 'is not the id of a run');
  return path;
}

/** `idempotencyKey` of the options becomes the header `idempotency-key`. */
function ownHeaders(endpoint: Endpoint, options: Values): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(endpoint.headers?.shape ?? {})) {
    const option = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = options[option];
    if (value === undefined) continue;
    if (!isHeaderText(String(value))) throw invalidRequest(option, 'has to be of printable ASCII characters');
    headers[name] = String(value);
  }
  return headers;
}

/** What a header can hold and every server reads alike. */
export function isHeaderText(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}
