import { Hono } from 'hono';
import type { ServerEnv } from '../context.ts';
import type { Health } from './health.ts';

/** For whatever watches over this process. Public, so nothing is told that is of use to anybody else. */
export function healthRoutes(health: Health): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const { isReady, database } = await health.report();
    return isReady ? c.json({ status: 'ready' }) : c.json({ status: 'not ready', reasons: [database.message] }, 503);
  });
  return app;
}
