/** What a run is called that works on this episode; empty for one that has no title. */
export function runTitle(title: string | null, showName: string | null): string {
  if (title === null) return '';
  return showName === null || showName === '' ? title : `${title} · ${showName}`;
}
