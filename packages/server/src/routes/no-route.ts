import { API_PATH, ENDPOINTS, type Endpoint } from '@telltale/api';
import type { Context } from 'hono';
import type { Logger } from '../context.ts';
import { AddressNotFoundError, MethodNotAllowedError } from '../errors/request-errors.ts';
import { sendError } from '../errors/send-error.ts';

const PATTERNS = Object.values<Endpoint>(ENDPOINTS).map(({ method, path }) => ({
  method: method.toUpperCase(),
  pattern: new RegExp(`^${API_PATH}${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The answer where no route matched: the address is unknown, or takes other methods. */
export function noRoute(c: Context, logger: Logger): Response {
  const { method, path } = c.req;
  const methods = new Set(PATTERNS.filter(({ pattern }) => pattern.test(path)).map((known) => known.method));
  if (methods.size === 0) return sendError(new AddressNotFoundError(), c, logger);
  if (methods.has('GET')) methods.add('HEAD');
  c.header('Allow', [...methods].join(', '));
  return sendError(new MethodNotAllowedError(method, [...methods]), c, logger);
}
