import type { z } from 'zod';
import type { Step, StepOptions } from './step.ts';

/** How the runs of a pipeline wait for workers. Each pipeline has one queue, of its own name. */
export interface QueueOptions {
  /** Most runs of this pipeline in one worker at a time. Default: 4. */
  readonly workerConcurrency?: number;
}

/** Calls a step: `name` is one of those declared, each is called at most once, in their order, one at a time. */
export interface RunStep<Name extends string> {
  <T>(name: Name, body: (step: Step) => T | Promise<T>): Promise<T>;
  <T>(
    name: Name,
    options: StepOptions & { readonly skipIf: NonNullable<StepOptions['skipIf']> },
    body: (step: Step) => T | Promise<T>,
  ): Promise<T | undefined>;
  <T>(name: Name, options: StepOptions, body: (step: Step) => T | Promise<T>): Promise<T>;
}

/** A run that another one started. */
export interface SpawnedRun {
  readonly runId: string;
  /** `false`: a run of that subject was in flight already, and this is it. */
  readonly created: boolean;
}

/** What a pipeline's `run` works with. It runs again from its start after a crash or a pause: keep I/O in steps. */
export interface RunContext<Name extends string, Input> {
  readonly step: RunStep<Name>;
  readonly input: Input;
  readonly runId: string;
  readonly subject: string;
  /** Of the runs of this pipeline on this subject, from 1. */
  readonly number: number;
  /** Starts a run of another pipeline in the background, once, whatever happens to this one. Not from inside a step. */
  spawn<P extends AnyPipeline>(pipeline: P, input: InputOf<P>): Promise<SpawnedRun>;
}

/** A pipeline as `definePipeline` takes it. */
export interface PipelineDefinition<Input extends z.ZodType, Name extends string, Result> {
  /** Lower-case letters, digits and underscores, from a letter, 64 at most. Part of each run's id, and the name of its queue. */
  readonly name: string;
  /** Of its code, 64 characters at most. Change it whenever runs in flight should be told that the code is another one. */
  readonly version: string;
  /** What a run is submitted with. Checked at submit: a bad input makes no run. */
  readonly input: Input;
  /** What the run works on: letters, digits and `. _ ~ -`, 200 at most. There is one run in flight per subject. */
  readonly subject: (input: z.output<Input>) => string | Promise<string>;
  /** What people call the subject. Default: the subject. */
  readonly title?: (input: z.output<Input>) => string | undefined;
  /** Every step, in order. */
  readonly steps: readonly [Name, ...Name[]];
  readonly queue?: QueueOptions;
  /** How often a worker may take a run before it fails: each time but the last its worker died, or it got stuck. Default: 3. */
  readonly maxTries?: number;
  /**
   * Whether this code goes on with runs that an earlier version began. `any`: yes, if the steps that they have recorded are
   * still there, in the same order; else such a run is paused, and says why. A list names the only versions it goes on with.
   * Default: `any`.
   */
  readonly continues?: 'any' | readonly string[];
  readonly run: (context: RunContext<Name, z.output<Input>>) => Result | Promise<Result>;
}

/** A pipeline: what `submit` and a worker are given. Made by `definePipeline`, with every default filled in. */
export interface Pipeline<Input extends z.ZodType = z.ZodType, Name extends string = string, Result = unknown> {
  readonly name: string;
  readonly version: string;
  readonly input: Input;
  readonly subject: (input: z.output<Input>) => string | Promise<string>;
  readonly title: (input: z.output<Input>) => string | undefined;
  readonly steps: readonly [Name, ...Name[]];
  readonly queue: Required<QueueOptions>;
  readonly maxTries: number;
  readonly continues: 'any' | readonly string[];
  readonly run: (context: RunContext<Name, z.output<Input>>) => Result | Promise<Result>;
}

// biome-ignore lint/suspicious/noExplicitAny: a pipeline consumes its input and makes its result, so no other type takes all of them.
export type AnyPipeline = Pipeline<any, any, any>;

/** What a pipeline is submitted with. */
export type InputOf<P extends AnyPipeline> = z.input<P['input']>;

/** What a run of a pipeline gives back. */
export type ResultOf<P extends AnyPipeline> = Awaited<ReturnType<P['run']>>;
