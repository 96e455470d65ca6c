import type { IncomingHttpHeaders } from 'node:http';
import type { Gate } from '../gate.ts';

/** What a site knows of its surroundings. */
export interface Place {
  readonly port: number;
  /** Where a datagram is noted like a request. */
  readonly datagramPort: number;
  /** `http://<site>.test:<port><path>`. */
  url(site: string, path?: string): string;
  /** The gate with this name, made when somebody first asks for it: here and in the test it is the same. */
  gate(name: string): Gate;
}

/** One request, as a site sees it. */
export interface Visit {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: ReadonlyMap<string, string>;
  readonly body: string;
  readonly place: Place;
}

export interface SiteAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is iterated is sent piece by piece, as fast as the client takes it. */
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

/** One web site. `cut`: the connection ends without an answer. */
export type Site = (visit: Visit) => SiteAnswer | 'cut' | Promise<SiteAnswer | 'cut'>;

/** A site whose pages are told apart by their paths; others are not found. */
export function paths(pages: Readonly<Record<string, Site>>): Site {
  return (visit) => {
    const page = Object.hasOwn(pages, visit.url.pathname) ? pages[visit.url.pathname] : undefined;
    return page ? page(visit) : notFound();
  };
}

export function notFound(): SiteAnswer {
  return { ...html('Not found', '<h1>There is no such page</h1>'), status: 404 };
}

export function redirect(location: string, status = 302): SiteAnswer {
  return { status, headers: { location } };
}

/** A whole page. `head` comes after the title. */
export function html(title: string, body: string, { head = '', language = 'en' } = {}): SiteAnswer {
  return {
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html><html lang="${language}"><head><title>${title}</title>${head}</head><body>${body}</body></html>`,
  };
}
