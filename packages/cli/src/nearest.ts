import { distance } from 'fastest-levenshtein';

/** The one of some names that somebody may have meant who wrote another; `null` if none is like it. */
export function nearest(written: string, names: readonly string[]): string | null {
  const ranked = names.map((name) => ({ name, edits: distance(written.toLowerCase(), name.toLowerCase()) }));
  const best = ranked.reduce<(typeof ranked)[number] | null>(
    (former, each) => (former === null || each.edits < former.edits ? each : former),
    null,
  );
  // A third of a name may be wrong: enough for two letters swapped in a short one.
  return best !== null && best.edits <= Math.max(2, Math.floor(written.length / 3)) ? best.name : null;
}
