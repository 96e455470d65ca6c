import { html, type Place, type SiteAnswer, type Visit } from './site.ts';

/** What a hostile page can build its traps of. */
export interface HostilePlace extends Place {
  /** The path that nothing may ever be asked for, on any host. */
  readonly trap: string;
  /** The trap on a public host that belongs to the attacker. */
  readonly collector: string;
  /** The trap on private addresses: as addresses, as names, in odd spellings; the first is plain 127.0.0.1. */
  readonly inside: readonly [string, ...string[]];
}

/** A page that tries something; it is at `/<name>` of `hostile.test`. */
export interface HostilePage {
  readonly name: string;
  /** In words. Whatever it is, `sites.trapped(name)` must stay empty. */
  readonly mustNot: string;
  /** The body of the page, or a whole answer. */
  readonly content: (at: HostilePlace, visit: Visit) => string | SiteAnswer;
  /** Texts of the page that must not reach a model. */
  readonly absent?: readonly string[];
  /** Texts of the page that must reach it all the same. */
  readonly present?: readonly string[];
  /** Selectors of what must not be clicked, although it can be. */
  readonly refusedClicks?: readonly string[];
  /** The page has tried everything when it says so (`sites.settled`). Default: true; those that never come to it: false. */
  readonly settles?: boolean;
}

/** Answers for a page's own path. */
export function serveHostile(page: HostilePage, visit: Visit): SiteAnswer {
  const content = page.content(hostilePlace(page.name, visit.place), visit);
  if (typeof content !== 'string') return content;
  const told = page.settles === false ? '' : tellsWhenLoaded(visit.place.url('hostile', `/settled/${page.name}`));
  return html(`Page ${page.name}`, `${content}${told}`);
}

/**
 * A script for what takes place after the page has loaded: the page has settled when `attempt`, the body of an async
 * function, is through or has thrown.
 */
export function attempts(attempt: string): string {
  return `<script>window.attempt = (async () => { ${attempt} })().catch(() => undefined);</script>`;
}

/** The same attempt for each of several URLs; `attempt` is the body of an async function of `url`. */
export function attemptsEach(urls: readonly string[], attempt: string): string {
  return attempts(`await Promise.allSettled(${JSON.stringify(urls)}.map(async (url) => { ${attempt} }))`);
}

function hostilePlace(name: string, place: Place): HostilePlace {
  const trap = `/trap/${name}`;
  const inside = (host: string): string => `http://${host}:${place.port}${trap}`;
  const others = ['localhost', 'inside.test', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0.0.0.0'];
  return {
    port: place.port,
    datagramPort: place.datagramPort,
    url: (site, path) => place.url(site, path),
    gate: (gate) => place.gate(gate),
    trap,
    collector: place.url('collector', trap),
    inside: [inside('127.0.0.1'), ...others.map(inside)],
  };
}

function tellsWhenLoaded(url: string): string {
  return `<script>
    addEventListener('load', async () => {
      await window.attempt;
      await fetch('${url}', { method: 'POST', keepalive: true });
    });
  </script>`;
}
