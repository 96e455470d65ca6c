/** Whether a show is known only by the host of its site: a name of a show has no dot, or a space. */
export function isHostShaped(show: string): boolean {
  return show.includes('.') && !/\s/.test(show.trim());
}

/** The show by which an episode is looked for: its name, else the host of its page, else nothing. */
export function showToSearch(show: string | null, pageUrl: string | null): string | null {
  const name = show?.trim() ?? '';
  return name === '' ? (URL.parse(pageUrl ?? '')?.hostname ?? null) : name;
}

/** What an index is asked for: show and title, without a show that is only a host. */
export function queryText({ show, title }: { readonly show: string | null; readonly title: string }): string {
  return show === null || isHostShaped(show) ? title : `${show} ${title}`;
}
