import { Hono } from 'hono';
import { LRUCache } from 'lru-cache';
import type { ServerEnv } from '../context.ts';
import { openApiDocument } from '../openapi/openapi-document.ts';
import { docsPage } from './docs-page.ts';
import { homePage } from './home-page.ts';
import { PAGES_STYLE } from './pages-style.ts';

const MAX_ORIGINS = 10;

/** Pages that say what this is. They hold no data, so everybody may read them. */
export function pageRoutes(): Hono<ServerEnv> {
  const document = openApiDocument();
  // Anybody may ask for it, and it takes a while to make.
  const pages = new LRUCache<string, string>({ max: MAX_ORIGINS });
  const app = new Hono<ServerEnv>();
  app.get('/', (c) => c.html(homePage()));
  app.get('/pages.css', (c) => c.body(PAGES_STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/api/openapi.json', (c) => c.json(document));
  app.get('/api/docs', async (c) => {
    const { origin } = new URL(c.req.url);
    const rendered = pages.get(origin) ?? String(await docsPage(document, origin));
    pages.set(origin, rendered);
    return c.html(rendered);
  });
  return app;
}
