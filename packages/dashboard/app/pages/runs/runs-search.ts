import { RUN_STATES, VERDICTS, type VerdictName } from '@telltale/core';
import type { RunFilter } from '../../live/run-filter.ts';

/** What stands in the address of the page: words of a list have commas between them. */
export interface RunsSearch {
  readonly pipeline?: string | undefined;
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly verdict?: string | undefined;
  readonly status?: string | undefined;
  readonly waiting?: true | undefined;
}

/** Which runs the address asks for. */
export function filterOf({ pipeline, subject, text, verdict, status, waiting }: RunsSearch): RunFilter {
  return { pipeline, subject, text, waiting, verdict: wordsOf(VERDICTS, verdict), status: wordsOf(RUN_STATES, status) };
}

/** The verdicts with this one added, or taken away. */
export function toggleVerdict({ verdict }: RunsSearch, name: VerdictName): string | undefined {
  const wanted = new Set<VerdictName>(wordsOf(VERDICTS, verdict));
  if (!wanted.delete(name)) wanted.add(name);
  return wanted.size === 0 ? undefined : VERDICTS.filter((known) => wanted.has(known)).join(',');
}

/** Whether the address leaves any runs out. */
export function isFiltered(search: RunsSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}

function wordsOf<const T extends string>(words: readonly T[], text: string | undefined): readonly T[] | undefined {
  const wanted = text?.split(',') ?? [];
  const known = words.filter((word) => wanted.includes(word));
  return known.length === 0 ? undefined : known;
}
