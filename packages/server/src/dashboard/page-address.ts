/** The first parts of addresses that something else answers: `api` of `/api/v1/runs`. */
export function takenPlaces(routes: readonly { readonly path: string }[]): ReadonlySet<string> {
  const places = new Set(routes.map(({ path }) => firstPart(path)));
  // What stands before every route, and the first page, which programs are told something else at.
  places.delete('*');
  places.delete('');
  return places;
}

/** `/runs/x` → `runs`. */
export function firstPart(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Whether a path is as the pattern says: `/runs/x` as `/runs/$runId`. */
export function isAt(path: string, pattern: string): boolean {
  const [parts, places] = [path.split('/'), pattern.split('/')];
  return (
    parts.length === places.length &&
    places.every((place, index) => (place.startsWith('$') ? parts[index] !== '' : place === parts[index]))
  );
}
