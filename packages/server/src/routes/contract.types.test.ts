import type { ENDPOINTS, RunSummaryBody, Unchanging } from '@telltale/api';
import type { ArtifactView, PipelineHistory, RowEstimate, RunEstimate, RunView, TraceEvent } from '@telltale/core';
import type { ControlResult, SubmittedRun } from '@telltale/engine/client';
import type {
  ArtifactCount,
  FinishedItem,
  QueueDepth,
  RunAction,
  RunCounts,
  RunSummary,
  StepAttempt,
  Worker,
} from '@telltale/ledger';
import { expectTypeOf, test } from 'vitest';
import type { z } from 'zod';

/**
 * What the contract says of an answer and what the ledger and the engine give have to stay the same, field by field. The
 * compiler runs these tests.
 */
type ResultOf<N extends keyof typeof ENDPOINTS> = (typeof ENDPOINTS)[N] extends {
  readonly result: infer S extends z.ZodType;
}
  ? Unchanging<z.output<S>>
  : never;
type Plain<T, Beside extends string = never> = Unchanging<{ [K in keyof T as K extends Beside ? never : K]: T[K] }>;

test('runs', () => {
  expectTypeOf<Plain<RunSummaryBody, 'sentence' | 'percent' | 'run'>>().toEqualTypeOf<Plain<RunSummary>>();
  expectTypeOf<RunSummaryBody['run']>().toEqualTypeOf<Unchanging<RowEstimate>>();
  expectTypeOf<Plain<ResultOf<'countRuns'>, 'stale'>>().toEqualTypeOf<Plain<RunCounts, 'byPipeline'>>();
  expectTypeOf<ResultOf<'getRunView'>['view']>().toEqualTypeOf<Unchanging<RunView>>();
  expectTypeOf<ResultOf<'getRunView'>['estimate']>().toEqualTypeOf<Unchanging<RunEstimate>>();
  expectTypeOf<ResultOf<'getRunView'>['history']>().toEqualTypeOf<Unchanging<PipelineHistory>>();
  expectTypeOf<ResultOf<'getRunView'>['run']>().toEqualTypeOf<RunSummaryBody>();
  expectTypeOf<ResultOf<'readEvents'>['events'][number]>().toEqualTypeOf<Unchanging<TraceEvent>>();
});

test('what was done in a run', () => {
  expectTypeOf<ResultOf<'listSteps'>['steps'][number]>().toEqualTypeOf<Plain<StepAttempt>>();
  expectTypeOf<ResultOf<'listItems'>['items'][number]>().toEqualTypeOf<Plain<FinishedItem>>();
  expectTypeOf<Plain<ResultOf<'listActions'>['actions'][number], 'sentence'>>().toEqualTypeOf<Plain<RunAction>>();
  expectTypeOf<ResultOf<'listArtifacts'>['artifacts'][number]>().toEqualTypeOf<Plain<ArtifactView>>();
  expectTypeOf<ResultOf<'getRun'>['artifacts'][number]>().toEqualTypeOf<Plain<ArtifactCount>>();
});

test('controls', () => {
  expectTypeOf<ResultOf<'pauseRun'>>().toEqualTypeOf<Plain<ControlResult>>();
  expectTypeOf<ResultOf<'submitRun'>>().toEqualTypeOf<Plain<SubmittedRun>>();
});

test('the system', () => {
  expectTypeOf<Plain<ResultOf<'listWorkers'>['workers'][number], 'alive'>>().toEqualTypeOf<Plain<Worker>>();
  expectTypeOf<ResultOf<'listQueues'>['queues'][number]>().toEqualTypeOf<Plain<QueueDepth>>();
});
