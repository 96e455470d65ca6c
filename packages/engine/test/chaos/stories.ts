import type { Client, RunEnd } from '../../src/client.ts';
import { whileAway } from '../../src/execute/while-away.ts';
import type { AnyPipeline } from '../../src/pipeline/pipeline.ts';
import { type FactFile, SCRIPT } from './facts.ts';

/** A subject and what becomes of it: a run, and another one for each that failed or was cancelled, until one succeeds. */
export interface Story {
  readonly lane: number;
  readonly subject: string;
  /** Its first run is made to fail. */
  readonly fails: boolean;
  readonly runs: { readonly runId: string; end: RunEnd | null }[];
}

export interface StoriesOptions {
  readonly client: Client;
  readonly pipeline: AnyPipeline;
  readonly lanes: number;
  readonly facts: FactFile;
}

/** More than any subject needs: a first run that fails, and some that are cancelled. */
const MAX_RUNS = 8;

/** Lanes of subjects, one after the other in each, until it is enough. */
export class Stories {
  readonly all: Story[] = [];
  /** What a client may not be told. */
  readonly problems: string[] = [];
  readonly #options: StoriesOptions;
  #isEnough = false;
  #isOver = false;

  constructor(options: StoriesOptions) {
    this.#options = options;
  }

  get inFlight(): readonly string[] {
    return this.all.flatMap(({ runs }) => (runs.at(-1)?.end === null ? [runs.at(-1)?.runId ?? ''] : []));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves after `enough`, when the last run of each subject has succeeded. */
  async tell(signal: AbortSignal): Promise<void> {
    const { lanes } = this.#options;
    try {
      await Promise.all(Array.from({ length: lanes }, (_, index) => this.#runLane(index + 1, signal)));
    } finally {
      this.#isOver = true;
    }
  }

  /** No further subject begins. */
  enough(): void {
    this.#isEnough = true;
  }

  /** Asks something of the run that is in flight in a lane. */
  async control(control: 'pause' | 'resume' | 'cancel', lane: number): Promise<void> {
    const run = this.all.findLast((story) => story.lane === lane)?.runs.at(-1);
    if (run !== undefined && run.end === null) await this.#ask(control, run.runId);
  }

  /** Resumes whatever is paused. */
  async resumeAll(): Promise<void> {
    const { reader } = this.#options.client;
    for (const runId of this.inFlight) {
      const run = await whileAway(() => reader.getRun(runId));
      if (run?.state === 'paused') await this.#ask('resume', runId);
    }
  }

  async #ask(control: 'pause' | 'resume' | 'cancel', runId: string): Promise<void> {
    const { client, facts } = this.#options;
    try {
      const { state } = await whileAway(() => client[control](runId, { by: 'chaos', reason: 'because' }));
      facts.tell({ type: 'asked', worker: SCRIPT, run: runId, control, state });
    } catch (error) {
      // It has gone on meanwhile; or it was asked already, by a call whose answer was lost.
      if ((error as { readonly code?: unknown }).code === 'control_refused') return;
      this.problems.push(`${control} of ${runId}: ${String(error)}`);
    }
  }

  async #runLane(lane: number, signal: AbortSignal): Promise<void> {
    for (let number = 1; !this.#isEnough; number += 1) {
      const story = { lane, subject: `subject-${lane}-${number}`, fails: (lane + number) % 4 === 0, runs: [] };
      this.all.push(story);
      await this.#tellOne(story, signal);
    }
  }

  async #tellOne({ subject, fails, runs }: Story, signal: AbortSignal): Promise<void> {
    const { client, pipeline } = this.#options;
    let { runId } = await whileAway(() => client.submit(pipeline, { subject, fails }));
    while (runs.length < MAX_RUNS) {
      const run: Story['runs'][number] = { runId, end: null };
      runs.push(run);
      run.end = await client.wait(runId, { signal });
      if (run.end.state === 'succeeded') return;
      ({ runId } = await whileAway(() => client.retry(run.runId, { by: 'chaos' })));
    }
    this.problems.push(`${subject} had ${MAX_RUNS} runs, and none succeeded`);
  }
}
