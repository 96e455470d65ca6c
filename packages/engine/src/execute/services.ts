import type { Reader, Recorder, RecorderHooks } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { AnyPipeline, InputOf, SpawnedRun } from '../pipeline/pipeline.ts';
import type { CommitPoint, LogEntry, RunExit, WorkerHooks } from '../worker/hooks.ts';

/** What the executions of one worker share. */
export interface ExecutionServices {
  readonly workerId: string;
  readonly pool: Pool;
  readonly recorder: Recorder;
  readonly reader: Reader;
  readonly artifacts: ArtifactStore;
  readonly settings: ExecutionSettings;
  readonly moments: Moments;
  readonly traceIdOf: ((runId: string) => string) | undefined;
  /** Starts a run on behalf of another one; the same key again gives the same run. */
  submit<P extends AnyPipeline>(
    pipeline: P,
    input: InputOf<P>,
    by: { readonly idempotencyKey: string; readonly by: string },
  ): Promise<SpawnedRun>;
}

export interface ExecutionSettings {
  /** How long a body may take to let go, in ms, where its step does not say. */
  readonly letGoMs: number;
  /** Largest result of a step or a run, as JSON, in bytes. */
  readonly maxResultBytes: number;
}

/** The worker's hooks, as its parts call them: always there, never throwing. */
export interface Moments extends Required<Pick<RecorderHooks, 'flushed' | 'retrying'>> {
  log(entry: LogEntry): void;
  started: NonNullable<WorkerHooks['started']>;
  /** Not there where nobody listens: then nothing has to be gathered for it. */
  readonly recorded: WorkerHooks['recorded'];
  runTaken(run: { readonly runId: string; readonly tries: number }): void;
  runLeft(run: { readonly runId: string; readonly how: RunExit }): void;
  itemFinished(item: { readonly runId: string; readonly step: string; readonly key: string }): void;
  /** Gives a promise only when somebody waits there. */
  at(name: CommitPoint, runId: string, step?: string): Promise<void> | undefined;
}
