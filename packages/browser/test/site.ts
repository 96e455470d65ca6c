import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Lookup } from '@telltale/outbound';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Site extends AsyncDisposable {
  /** `http://name.test:port/path`. */
  url(name: string, path?: string): string;
  /** What was asked for, as `name.test/path`. */
  readonly asked: readonly string[];
  readonly lookup: Lookup;
}

/** Pages by `name/path`: HTML as a text, or whatever answers. All names are one server on this machine. */
export async function openSite(pages: Readonly<Record<string, string | Handler>>): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = request.headers.host?.split(':')[0] ?? '';
    const path = request.url?.split('?')[0] ?? '/';
    asked.push(`${name}${path}`);
    const page = pages[`${name.replace(/\.test$/, '')}${path}`];
    if (typeof page === 'function') return page(request, response);
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (name, path = '/') => `http://${name}.test:${port}${path}`,
    asked,
    lookup: async () => ['127.0.0.1'],
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function redirectTo(location: string): Handler {
  return (_, response) => response.writeHead(302, { location }).end();
}
