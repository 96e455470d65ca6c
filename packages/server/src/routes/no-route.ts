import type { Context, Hono } from 'hono';
import type { Logger, ServerEnv } from '../context.ts';
import { AddressNotFoundError, MethodNotAllowedError } from '../errors/request-errors.ts';
import { sendError } from '../errors/send-error.ts';

/** The answer where no route of the application matched: the address is unknown, or takes other methods. */
export function noRoute(c: Context<ServerEnv>, app: Hono<ServerEnv>, logger: Logger): Response {
  const { method, path } = c.req;
  const methods = new Set(app.routes.filter((route) => isAt(path, route.path)).map((route) => route.method));
  methods.delete('ALL'); // What stands before every route.
  if (methods.size === 0) return sendError(new AddressNotFoundError(), c, logger);
  if (methods.has('GET')) methods.add('HEAD');
  c.header('Allow', [...methods].join(', '));
  return sendError(new MethodNotAllowedError(method, [...methods]), c, logger);
}

/** `pattern`: `/runs/:runId`. */
function isAt(path: string, pattern: string): boolean {
  const [parts, places] = [path.split('/'), pattern.split('/')];
  return (
    parts.length === places.length &&
    places.every((place, index) => (place.startsWith(':') ? parts[index] !== '' : place === parts[index]))
  );
}
