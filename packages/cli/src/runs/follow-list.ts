import type { AnswerOf, ApiClient, RequestOf } from '@telltale/api';
import { Repeater } from '../repeater.ts';

export type RunFilter = Omit<RequestOf<'listRuns'>, 'cursor'>;

/** A list of runs as it was at a moment. */
export interface RunList {
  readonly runs: AnswerOf<'listRuns'>['runs'];
  readonly counts: AnswerOf<'countRuns'>;
  /** Whether there are more than these. */
  readonly isCut: boolean;
  /** The server's clock less our own, in ms. */
  readonly clockDifferenceMs: number;
}

export interface ListWatch {
  readonly signal: AbortSignal;
  readonly onList: (list: RunList) => void | Promise<void>;
  /** Called when the list can no longer be kept up to date, and when it can again. */
  readonly onLine: (isLive: boolean) => void;
}

/** Lists are loaded at most so often, and at least so often: some verdicts change with time alone. In ms. */
const NOT_SOONER_MS = 500;
const NOT_LATER_MS = 5_000;

export async function loadList(api: ApiClient, filter: RunFilter, signal: AbortSignal): Promise<RunList> {
  const { pipeline } = filter;
  const [page, counts] = await Promise.all([api.listRuns(filter, { signal }), api.countRuns({ pipeline }, { signal })]);
  const asOf = page.runs[0]?.asOf;
  return {
    runs: page.runs,
    counts,
    isCut: page.nextCursor !== null,
    clockDifferenceMs: asOf === undefined ? 0 : Date.parse(asOf) - Date.now(),
  };
}

/** Loads the list again whenever a run has changed, until the signal aborts. Servers that come and go are waited for. */
export async function followList(
  api: ApiClient,
  filter: RunFilter,
  { signal, onList, onLine }: ListWatch,
): Promise<void> {
  await onList(await loadList(api, filter, signal));
  await using loading = new Repeater(
    // What fails here fails in the stream as well, which says so.
    async (until) => {
      const list = await loadList(api, filter, until);
      if (!until.aborted) await onList(list);
    },
    { notSoonerMs: NOT_SOONER_MS, notLaterMs: NOT_LATER_MS, signal },
  );
  const { pipeline } = filter;
  let isLive = true;
  for await (const message of api.followRuns({ pipeline }, { signal })) {
    if (message.kind === 'connection' || message.kind === 'status') {
      const isNow: boolean = message.state === 'live';
      if (isNow !== isLive) onLine(isNow);
      isLive = isNow;
    }
    if (message.kind === 'changed' || message.kind === 'resync') loading.want();
  }
  signal.throwIfAborted();
}
