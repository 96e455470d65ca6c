import { randomBytes } from 'node:crypto';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.ts';
import { contentSecurityPolicy } from '../access/security-headers.ts';
import { wantsPage } from '../access/wants-page.ts';
import type { ServerEnv } from '../context.ts';
import { chooseEncoding } from './choose-encoding.ts';
import type { OpenedDashboard } from './open-dashboard.ts';
import { firstPart } from './page-address.ts';
import type { BuiltFile } from './read-files.ts';

const NONCE_BYTES = 16;

/** The names in `assets` change with their contents, the others stay. */
const FOREVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/** Scripts, styles and pictures. Everybody may read them. */
export function dashboardFiles({ files }: OpenedDashboard): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  for (const [path, file] of files) {
    app.get(path, (c) => sendFile(c, file, firstPart(path) === 'assets' ? FOREVER : FOR_AN_HOUR));
  }
  return app;
}

interface PageOptions {
  readonly requires: Access['requires'];
  /** The first parts of addresses that are none of the dashboard's. */
  readonly taken: () => ReadonlySet<string>;
}

/** The page, for browsers of those who may see runs: at every address that nothing else answers. */
export function dashboardPage(
  { page }: OpenedDashboard,
  { requires, taken }: PageOptions,
): MiddlewareHandler<ServerEnv> {
  const admit = requires('viewer');
  return async (c, next) => {
    if (!wantsPage(c) || taken().has(firstPart(c.req.path))) return await next();
    return await admit(c, async () => {
      const nonce = randomBytes(NONCE_BYTES).toString('base64');
      c.res = c.html(page(c.req.path, nonce), 200, { 'Content-Security-Policy': contentSecurityPolicy(nonce) });
    });
  };
}

function sendFile(c: Context<ServerEnv>, { contentType, content, encoded }: BuiltFile, cacheControl: string): Response {
  const encoding = chooseEncoding(c.req.header('accept-encoding'), Object.keys(encoded));
  const body = (encoding === null ? undefined : encoded[encoding]) ?? content;
  return c.body(body, 200, {
    'Content-Type': contentType,
    'Content-Length': String(body.length),
    'Cache-Control': cacheControl,
    Vary: 'Accept-Encoding',
    ...(encoding === null ? {} : { 'Content-Encoding': encoding }),
  });
}
