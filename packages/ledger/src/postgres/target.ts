/** Names a database for people: host, port and database, never user or password. */
export function describeTarget(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname === '' ? '' : decodeURIComponent(pathname)}`;
  } catch {
    return 'the given URL (which is not a valid one)';
  }
}
