import { Hono } from 'hono';
import type { ServerContext, ServerEnv } from './context.ts';
import { dashboardFiles, dashboardPage } from './dashboard/dashboard-routes.ts';
import { takenPlaces } from './dashboard/page-address.ts';
import { sendError } from './errors/send-error.ts';
import { fileRoutes } from './files/file-routes.ts';
import { Health } from './health/health.ts';
import { healthRoutes } from './health/health-routes.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { requestLog } from './request-log.ts';
import { allHandlers } from './routes/handlers.ts';
import { noRoute } from './routes/no-route.ts';
import { registerEndpoints } from './routes/register-endpoints.ts';
import { StaleAnswers } from './stale/stale-answers.ts';

/** The server without a socket: all that it answers. */
export function createApp(context: ServerContext): Hono<ServerEnv> {
  const { access, dashboard, files = new Map(), logger, metrics, now, pool } = context;
  const health = new Health({ pool, now });
  const stale = new StaleAnswers({
    now,
    onStale: () => metrics?.server.staleAnswered(),
  });
  const app = new Hono<ServerEnv>();
  app.onError((error, c) => sendError(error, c, logger));
  app.notFound((c) => noRoute(c, app, logger));
  app.use(requestLog({ logger, metrics: metrics?.server }));
  app.use(access.guard);
  if (dashboard !== undefined) {
    let taken: ReadonlySet<string> | null = null;
    const page = dashboardPage(dashboard, {
      requires: access.requires,
      taken: () => {
        taken ??= takenPlaces(app.routes);
        return taken;
      },
    });
    app.get('*', page);
    app.route('/', dashboardFiles(dashboard));
  }
  app.route('/', healthRoutes(health));
  app.route('/', access.pages);
  app.route('/', pageRoutes());
  app.route('/', fileRoutes(files));
  if (metrics !== undefined) {
    app.get('/metrics', access.requires('viewer'), async (c) =>
      c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType }),
    );
  }
  registerEndpoints(app, { access, stale, handlers: allHandlers(context, health) });
  return app;
}
