import type { RunSummaryBody } from '@telltale/api';
import { frame } from './frame.ts';

/** Beyond so many runs it costs a client less to load its list again than to be told of each. */
export const MOST_CHANGES = 1_000;

/** How many runs one message tells of at most: some tens of kilobytes. */
const RUNS_OF_MESSAGE = 25;

/** What became of runs: the newest state of each, or `null` if it was removed. */
export class RunChanges {
  readonly #runs: ReadonlyMap<string, RunSummaryBody | null>;
  readonly #messages = new Map<string | undefined, readonly Buffer[]>();

  constructor(runs: ReadonlyMap<string, RunSummaryBody | null>) {
    this.#runs = runs;
  }

  get size(): number {
    return this.#runs.size;
  }

  /** With what came later in the place of what it changes. */
  followedBy(later: RunChanges): RunChanges {
    return new RunChanges(new Map([...this.#runs, ...later.#runs]));
  }

  /** As they are sent to who wants the runs of one pipeline, or all; made once for all who do. */
  messages(pipeline: string | undefined): readonly Buffer[] {
    const made = this.#messages.get(pipeline) ?? this.#makeMessages(pipeline);
    this.#messages.set(pipeline, made);
    return made;
  }

  /** Of which pipeline a removed run was, nobody knows any more. */
  #makeMessages(pipeline: string | undefined): Buffer[] {
    const told = [...this.#runs].filter(
      ([, run]) => run === null || pipeline === undefined || run.pipeline === pipeline,
    );
    const messages: Buffer[] = [];
    for (let first = 0; first < told.length; first += RUNS_OF_MESSAGE) {
      const some = told.slice(first, first + RUNS_OF_MESSAGE);
      const runs = some.flatMap(([, run]) => run ?? []);
      const removed = some.flatMap(([runId, run]) => (run === null ? runId : []));
      messages.push(frame('changed', { runs, removed }));
    }
    return messages;
  }
}
