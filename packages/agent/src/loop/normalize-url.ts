/** A URL as the detector tells visits apart: scheme and host in lower case, no trailing slash, no fragment; path and query as they are. */
export function normalizeUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url.trim();
  parsed.hash = '';
  const { search } = parsed;
  parsed.search = '';
  return parsed.href.replace(/\/+$/, '') + search;
}
