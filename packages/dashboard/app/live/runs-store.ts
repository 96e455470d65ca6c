import type { RunSummaryBody, RunsMessage } from '@telltale/api';
import { client, logInAgain } from './client.ts';
import { setServerTime } from './clock.ts';
import { connectionIs, setConnection } from './connection.ts';
import { keepFollowing } from './keep-following.ts';
import { onceAFrame } from './once-a-frame.ts';
import type { RunFilter } from './run-filter.ts';
import { type ReadRuns, RunPages } from './run-pages.ts';

/**
 * A list of runs, live: each run as it is now. What the stream tells of is put in its place, so that nothing is loaded again
 * but after a lost connection. It keeps its runs while nobody looks: who comes back finds the list as it was, and then as it
 * is.
 */
export class RunsStore {
  readonly #pages = new RunPages({
    read: readRuns,
    onLoaded: (runs) => {
      setTimeBy(runs);
      setConnection(connectionIs('live'));
    },
    onError: logInAgain,
  });
  readonly list = this.#pages.list;
  readonly #frame = onceAFrame(() => this.#draw());
  #filter = '{}';
  /** Whether the stream tells of every change from now on. */
  #isFollowing = false;
  #changes = new Map<string, RunSummaryBody | null>();

  /** Follows the runs until it is told to stop. `onChanges` is called when something of any run may have changed. */
  open(onChanges: () => void): () => void {
    setConnection(connectionIs('connecting'));
    const stop = keepFollowing<RunsMessage>({
      // Of all pipelines: the counts are of all of them, and another filter needs no other stream.
      open: (signal) => client.followRuns({}, { signal }),
      receive: (message) => {
        this.#receive(message);
        if (message.kind === 'resync' || message.kind === 'changed') onChanges();
      },
      onRefused: (error) => this.#pages.fail(error),
    });
    return () => {
      stop();
      this.#isFollowing = false;
      this.#pages.stop();
      this.#frame.stop();
      this.#changes = new Map();
    };
  }

  /** Shows the runs that the filter lets through. */
  show(filter: RunFilter): void {
    const key = JSON.stringify(filter);
    if (key === this.#filter) return;
    this.#filter = key;
    this.#pages.show(filter);
    if (this.#isFollowing) void this.#pages.load();
  }

  readonly loadMore = (): void => void this.#pages.loadMore();

  readonly reload = (): void => void this.#pages.load();

  #receive(message: RunsMessage): void {
    if (message.kind === 'resync') {
      this.#isFollowing = true;
      void this.#pages.load();
    } else if (message.kind === 'changed') {
      for (const run of message.runs) this.#changes.set(run.runId, run);
      for (const runId of message.removed) this.#changes.set(runId, null);
      setTimeBy(message.runs);
      this.#frame.request();
    }
  }

  #draw(): void {
    this.#pages.change(this.#changes);
    this.#changes = new Map();
  }
}

function setTimeBy([run]: readonly RunSummaryBody[]): void {
  if (run !== undefined) setServerTime(run.asOf);
}

const readRuns: ReadRuns = async ({ filter, limit, cursor }, signal) => {
  const { status, verdict, text = '', ...rest } = filter;
  return await client.listRuns(
    {
      ...rest,
      ...(status === undefined ? {} : { status: [...status] }),
      ...(verdict === undefined ? {} : { verdict: [...verdict] }),
      ...(text.trim() === '' ? {} : { text }),
      ...(cursor === null ? {} : { cursor }),
      limit,
    },
    { signal },
  );
};
