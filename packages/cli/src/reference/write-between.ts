/** The page with something else between two marks, which stay. Throws `TypeError` if it lacks one. */
export function writeBetween(page: string, [first, last]: readonly [string, string], text: string): string {
  const start = page.indexOf(first);
  const end = page.indexOf(last);
  if (start < 0 || end < start) throw new TypeError(`the page lacks ${first} or ${last}`);
  return `${page.slice(0, start + first.length)}\n\n${text}\n\n${page.slice(end)}`;
}
