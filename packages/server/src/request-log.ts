import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Logger, ServerEnv, ServerMetrics } from './context.ts';

/** Who waits longer than this may think that nothing happens. */
const SLOW_MS = 1_000;

/** Asked by machines, every few seconds. */
const UNSAID: readonly string[] = ['/healthz', '/readyz', '/metrics'];

export interface RequestLogOptions {
  readonly logger: Logger;
  readonly metrics: ServerMetrics['server'] | undefined;
}

/** Counts every request, and writes a line for each that changed something or was slow. Errors have lines of their own. */
export function requestLog({ logger, metrics }: RequestLogOptions): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const ms = performance.now() - startedAt;
    const { method, path } = c.req;
    if (UNSAID.includes(path)) return;
    const { status } = c.res;
    metrics?.requestServed({ method, route: routeOf(c), status, ms });
    const fields = { method, path, status, ms: Math.round(ms), by: c.get('principal')?.name ?? null };
    const line = `${method} ${path}: ${status}`;
    if (ms > SLOW_MS) logger.warn(fields, `${line}, after ${Math.round(ms)} ms`);
    else if (changesSomething(method)) logger.info(fields, line);
  };
}

function changesSomething(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/** The pattern of the address, of which there are few: `/api/v1/runs/{runId}`. */
function routeOf(c: Context): string | null {
  const path = matchedRoutes(c).at(-1)?.path ?? '/*';
  return path === '/*' ? null : path.replaceAll(/:(\w+)/g, '{$1}');
}
