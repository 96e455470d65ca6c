const OWN = 'http://own.invalid';

/** Where to log in, to come back to this URL after. */
export function loginPath(url: string): string {
  const { pathname, search } = new URL(url);
  const next = nextPath(pathname + search);
  return next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`;
}

/** Where to go after the login: a path of this server, whatever somebody has written into the link. */
export function nextPath(text: string | undefined): string {
  if (text === undefined || !text.startsWith('/')) return '/';
  // As a browser reads it, which takes `/\host` and `//host` for another host, and leaves out tabs and line breaks.
  const url = URL.parse(text, OWN);
  if (url === null || url.origin !== OWN || url.pathname.startsWith('//') || url.pathname === '/login') return '/';
  return url.pathname + url.search + url.hash;
}
