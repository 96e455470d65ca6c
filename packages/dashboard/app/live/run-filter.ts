import type { RunSummaryBody } from '@telltale/api';
import type { RunState, VerdictName } from '@telltale/core';

/** Which runs a list shows: what `listRuns` takes, and what stands in the address of the page. */
export interface RunFilter {
  readonly pipeline?: string | undefined;
  readonly subject?: string | undefined;
  readonly status?: readonly RunState[] | undefined;
  readonly verdict?: readonly VerdictName[] | undefined;
  readonly waiting?: boolean | undefined;
  readonly text?: string | undefined;
}

/** Whether the list shows the run, as the server would say. */
export function matches(run: RunSummaryBody, filter: RunFilter): boolean {
  return (
    (filter.pipeline === undefined || run.pipeline === filter.pipeline) &&
    (filter.subject === undefined || run.subject === filter.subject) &&
    (filter.status === undefined || filter.status.includes(run.state)) &&
    (filter.verdict === undefined || filter.verdict.includes(run.verdict.name)) &&
    (filter.waiting !== true || isWaiting(run)) &&
    hasWords(run, filter.text ?? '')
  );
}

/** Whether the run waits to be told something by a person. */
function isWaiting(run: RunSummaryBody): boolean {
  return run.state === 'paused' && run.question !== null;
}

/** Each word is the beginning of one in the pipeline's name, the subject or the title. A text without words finds nothing. */
function hasWords({ pipeline, subject, title }: RunSummaryBody, text: string): boolean {
  if (text.trim() === '') return true;
  const wanted = wordsIn(text);
  const words = wordsIn([pipeline, subject, title ?? ''].join(' '));
  return wanted.length > 0 && wanted.every((word) => words.some((candidate) => candidate.startsWith(word)));
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
