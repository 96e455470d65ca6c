import { whileAway } from '../../src/execute/while-away.ts';
import type { Client, RunEnd } from '../../src/client.ts';
import type { AnyPipeline } from '../../src/pipeline/pipeline.ts';
import { type FactFile, SCRIPT } from './facts.ts';

/** A subject and what becomes of it: a run, and another one for each that failed or was cancelled, until one succeeds. */
export interface Story {
  readonly subject: string;
  /** Its first run is made to fail. */
  readonly fails: boolean;
  readonly runs: { readonly runId: string; end: RunEnd | null }[];
}

export interface StoriesOptions {
  readonly client: Client;
  readonly pipeline: AnyPipeline;
  readonly subjects: number;
  readonly facts: FactFile;
}

/** More than any subject needs: a first run that fails, and each run cancelled once. */
const MAX_RUNS = 8;

export class Stories {
  readonly all: readonly Story[];
  /** What a client may not be told. */
  readonly problems: string[] = [];
  readonly #options: StoriesOptions;

  constructor(options: StoriesOptions) {
    this.#options = options;
    this.all = Array.from({ length: options.subjects }, (_, index) => ({
      subject: `subject-${index + 1}`,
      fails: index % 4 === 1,
      runs: [],
    }));
  }

  get inFlight(): number {
    return this.all.filter(({ runs }) => runs.at(-1)?.end === null).length;
  }

  /** Resolves when the last run of each subject has succeeded. */
  async tell(signal: AbortSignal): Promise<void> {
    await Promise.all(this.all.map((story) => this.#tellOne(story, signal)));
  }

  /** Asks something of the run of a subject (from 1), or of the next one that has a run in flight. */
  async control(control: 'pause' | 'resume' | 'cancel', subject: number): Promise<void> {
    const from = [...this.all.slice(subject - 1), ...this.all.slice(0, subject - 1)];
    const run = from.find(({ runs }) => runs.at(-1)?.end === null)?.runs.at(-1);
    if (run !== undefined) await this.#ask(control, run.runId);
  }

  /** Resumes whatever is paused. */
  async resumeAll(): Promise<void> {
    const { runs } = await whileAway(() => this.#options.client.reader.listRuns({ state: ['paused'], limit: 500 }));
    for (const { runId } of runs) await this.#ask('resume', runId);
  }

  async #ask(control: 'pause' | 'resume' | 'cancel', runId: string): Promise<void> {
    const { client, facts } = this.#options;
    try {
      const { state } = await whileAway(() => client[control](runId, { by: 'chaos', reason: 'because' }));
      facts.tell({ type: 'asked', worker: SCRIPT, run: runId, control, state });
    } catch (error) {
      // It has gone on meanwhile; or it was asked already, by a call whose answer was lost.
      if ((error as { readonly code?: unknown }).code !== 'control_refused') {
        this.problems.push(`${control} of ${runId}: ${String(error)}`);
      }
    }
  }

  async #tellOne(story: Story, signal: AbortSignal): Promise<void> {
    const { client, pipeline } = this.#options;
    const { subject, fails } = story;
    let { runId } = await whileAway(() => client.submit(pipeline, { subject, fails }));
    while (story.runs.length < MAX_RUNS) {
      const run: Story['runs'][number] = { runId, end: null };
      story.runs.push(run);
      run.end = await client.wait(runId, { signal });
      if (run.end.state === 'succeeded') return;
      ({ runId } = await whileAway(() => client.retry(run.runId, { by: 'chaos' })));
    }
    this.problems.push(`${subject} had ${MAX_RUNS} runs, and none succeeded`);
  }
}
