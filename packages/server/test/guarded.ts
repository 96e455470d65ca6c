import type { EventEmitter } from 'node:events';
import { Hono } from 'hono';
import type { Access, AccessOptions } from '../src/access/access.ts';
import { createAccess } from '../src/access/create-access.ts';
import type { Logger, ServerEnv } from '../src/context.ts';
import { sendError } from '../src/errors/send-error.ts';

/** As the server names itself, so that a browser's own pages come from it. */
export const OWN = 'http://localhost:4040';

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The other end of the socket. Default: `127.0.0.1`. */
  readonly from?: string;
  /** Where the answer goes. */
  readonly outgoing?: EventEmitter;
}

export interface Guarded {
  readonly app: Hono<ServerEnv>;
  readonly access: Access;
  readonly logger: Logger;
  readonly lines: readonly { readonly level: string; readonly text: string }[];
  readonly clock: { now: number };
  ask(path: string, options?: Ask): Promise<Response>;
}

/** An application that is guarded as the server is, with `/viewed` for viewers and `/operated` for operators in it. */
export function guarded(options: Partial<AccessOptions> & Pick<AccessOptions, 'pool'>): Guarded {
  const clock = { now: Date.now() };
  const lines: { level: string; text: string }[] = [];
  const log = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, text: `${message} ${JSON.stringify(fields)}` });
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  const access = createAccess({ hostname: '127.0.0.1', logger, now: () => clock.now, ...options });
  const app = new Hono<ServerEnv>();
  app.onError((error, c) => sendError(error, c, logger));
  app.use(access.guard);
  app.route('/', access.pages);
  app.get('/healthz', (c) => c.text('ok'));
  app.all('/viewed', access.requires('viewer'), (c) => c.json(c.get('principal')));
  app.all('/operated', access.requires('operator'), async (c) => c.json({ bytes: (await c.req.text()).length }));
  app.get('/api/v1/raw', () => new Response('raw', { headers: { 'Content-Security-Policy': 'sandbox' } }));
  app.get('/followed', access.requires('viewer'), () => {
    return new Response('', { headers: { 'Content-Type': 'text/event-stream' } });
  });
  return {
    app,
    access,
    logger,
    lines,
    clock,
    ask: async (path, { from = '127.0.0.1', outgoing, ...init } = {}) =>
      await app.request(path.startsWith('http') ? path : OWN + path, init, {
        incoming: { socket: { remoteAddress: from } },
        outgoing,
      }),
  };
}
