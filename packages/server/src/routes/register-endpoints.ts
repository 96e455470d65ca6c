import { API_PATH, ENDPOINTS, type Endpoint, type EndpointName } from '@telltale/api';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { ServerEnv } from '../context.ts';
import type { StaleAnswers } from '../stale/stale-answers.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';
import { type ParsedRequest, parseRequest } from './parse-request.ts';

export interface Registering {
  readonly access: Pick<Access, 'requires'>;
  readonly stale: StaleAnswers;
  readonly handlers: EndpointHandlers;
}

/** Any handler, once its request has been checked against the endpoint that it belongs to. */
type CheckedHandler = (request: ParsedRequest, c: Context<ServerEnv>) => unknown;

/** Serves every endpoint of the API: who may, what was asked, and the answer as its contract has it. */
export function registerEndpoints(app: Hono<ServerEnv>, { access, stale, handlers }: Registering): void {
  // The first route that matches is taken: `/runs/stream` has to stand before `/runs/{runId}`.
  const names = (Object.keys(ENDPOINTS) as EndpointName[]).toSorted((a, b) => parameters(a) - parameters(b));
  for (const name of names) {
    const endpoint: Endpoint = ENDPOINTS[name];
    // The table pairs each name with its handler; TypeScript cannot follow that through an index.
    const handler = handlers[name] as CheckedHandler;
    const path = `${API_PATH}${endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    const guards = endpoint.role === 'public' ? [] : [access.requires(endpoint.role)];
    app.on(endpoint.method, [path], ...guards, async (c: Context<ServerEnv>) => {
      const parts = await parseRequest(endpoint, c.req);
      const call = async () =>
        await handler({ ...parts, principal: c.get('principal'), signal: c.req.raw.signal } as ParsedRequest, c);
      if (!isRead(endpoint)) return answer(c, endpoint, await call());
      return sendJson(c, await stale.answer(addressOf(c), async () => JSON.stringify(await call())));
    });
  }
}

function parameters(name: EndpointName): number {
  return ENDPOINTS[name].path.split('{').length - 1;
}

/** Whether its answer can be an earlier one. */
function isRead({ result }: Endpoint): boolean {
  return result instanceof z.ZodObject && 'stale' in result.shape;
}

function addressOf({ req }: Context): string {
  return req.url.slice(req.url.indexOf(req.path));
}

function answer(c: Context<ServerEnv>, endpoint: Endpoint, result: unknown): Response {
  if (endpoint.raw !== undefined) return ofMethod(c, result as Response);
  if (endpoint.result === undefined) return c.body(null, 204);
  const isNew = endpoint.creates === true && (result as { readonly created: boolean }).created;
  return sendJson(c, JSON.stringify(result), isNew ? 201 : 200);
}

function sendJson(c: Context<ServerEnv>, text: string, status: 200 | 201 = 200): Response {
  return c.body(text, status, { 'Content-Type': 'application/json; charset=utf-8' });
}

/** A body that nobody will read would hold its file, its connection or its place among the streams for good. */
function ofMethod(c: Context<ServerEnv>, response: Response): Response {
  if (c.req.method !== 'HEAD' || response.body === null) return response;
  void response.body.cancel();
  return new Response(null, response);
}
