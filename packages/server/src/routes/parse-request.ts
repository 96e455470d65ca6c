import type { Endpoint, Fault } from '@telltale/api';
import type { HonoRequest } from 'hono';
import type { z } from 'zod';
import { InvalidRequestError, UnsupportedContentTypeError } from '../errors/request-errors.ts';

/** The parts of a request, as the endpoint's schemas made them; `{}` where it has none. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/** Checks a request. Throws `InvalidRequestError`, with all faults of all parts, and `UnsupportedContentTypeError`. */
export async function parseRequest(endpoint: Endpoint, request: HonoRequest): Promise<ParsedRequest> {
  const faults: Fault[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return {};
    const parsed = schema.safeParse(value, { error: ({ input }) => (input === undefined ? 'is missing' : undefined) });
    if (parsed.success) return parsed.data;
    faults.push(...parsed.error.issues.map(({ path, message }) => ({ path: placeOf(path), message })));
    return {};
  };
  const parts = {
    params: parse(endpoint.params, request.param()),
    query: parse(endpoint.query, queryOf(request)),
    headers: parse(endpoint.headers, request.header()),
    body: endpoint.body === undefined ? {} : parse(endpoint.body, await readJson(request)),
  };
  if (faults.length === 0) faults.push(...strangeParameters(endpoint, request, parts.query));
  if (faults.length > 0) throw new InvalidRequestError(faults);
  return parts;
}

/** What is given more than once means the same as with commas. */
function queryOf(request: HonoRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(request.queries()).map(([name, values]) => [name, values.join(',')]));
}

/** A filter with a slip in its name would filter nothing, and one that takes one word and gets two nobody knows what. */
function strangeParameters({ query }: Endpoint, request: HonoRequest, parsed: unknown): Fault[] {
  const known = Object.keys(query?.shape ?? {});
  const taken = known.length === 0 ? 'this address takes none' : `there are ${known.join(', ')}`;
  return Object.entries(request.queries()).flatMap(([name, { length }]) => {
    if (!known.includes(name)) return { path: name.slice(0, 100), message: `no such parameter; ${taken}` };
    const value = (parsed as Readonly<Record<string, unknown>>)[name];
    return length === 1 || Array.isArray(value) ? [] : { path: name, message: 'given more than once' };
  });
}

/** No body at all is an empty object: where nothing has to be said, nothing has to be sent. */
async function readJson(request: HonoRequest): Promise<unknown> {
  const text = await request.text();
  if (text.trim() === '') return {};
  // A form of another site can send text, but never this type.
  if (!JSON_TYPE.test(request.header('content-type') ?? '')) throw new UnsupportedContentTypeError();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidRequestError([{ path: '', message: 'the body is not valid JSON' }], { cause });
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
