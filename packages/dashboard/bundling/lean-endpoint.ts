import type { Endpoint } from '@telltale/api';

type Names = { readonly shape: Readonly<Record<string, 1>> };

/** What the client of the API reads of an endpoint: where its parameters go, and whether a body comes and goes. */
export interface LeanEndpoint {
  readonly method: Endpoint['method'];
  readonly path: Endpoint['path'];
  readonly params?: Names;
  readonly query?: Names;
  readonly headers?: Names;
  readonly body?: 1;
  readonly upload?: true;
  readonly result?: 1;
  readonly raw?: { readonly contentType: string };
}

export function leanEndpoint({
  method,
  path,
  params,
  query,
  headers,
  body,
  upload,
  result,
  raw,
}: Endpoint): LeanEndpoint {
  return {
    method,
    path,
    ...(params && { params: namesOf(params) }),
    ...(query && { query: namesOf(query) }),
    ...(headers && { headers: namesOf(headers) }),
    ...(body && { body: 1 }),
    ...(upload && { upload }),
    ...(result && { result: 1 }),
    ...(raw && { raw: { contentType: raw.contentType } }),
  };
}

function namesOf({ shape }: { readonly shape: object }): Names {
  return { shape: Object.fromEntries(Object.keys(shape).map((name) => [name, 1])) };
}
