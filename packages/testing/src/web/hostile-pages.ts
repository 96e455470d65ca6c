import { type HostilePage, serveHostile } from './hostile-page.ts';
import { CLICK_PAGES } from './hostile-pages-clicks.ts';
import { FLOOD_PAGES } from './hostile-pages-floods.ts';
import { INJECTION_PAGES } from './hostile-pages-injection.ts';
import { NAVIGATION_PAGES } from './hostile-pages-navigation.ts';
import { NETWORK_PAGES } from './hostile-pages-network.ts';
import { notFound, type Site } from './site.ts';

/** Every page of `hostile.test`. */
export const HOSTILE_PAGES: readonly HostilePage[] = [
  ...NETWORK_PAGES,
  ...NAVIGATION_PAGES,
  ...INJECTION_PAGES,
  ...CLICK_PAGES,
  ...FLOOD_PAGES,
];

/** `/<name>` is the page; `/trap/<name>` and `/settled/<name>` are only there to be noted. */
export const hostile: Site = (visit) => {
  const [, first = '', name] = visit.url.pathname.split('/');
  if (name !== undefined) return { status: 204 };
  const page = HOSTILE_PAGES.find((one) => one.name === first);
  return page ? serveHostile(page, visit) : notFound();
};

/** The attacker's own server: takes everything. */
export const collector: Site = () => ({ status: 204, headers: { 'access-control-allow-origin': '*' } });
