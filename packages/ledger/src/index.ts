export { InvalidTokenError, TokenNameTakenError, TokenNotFoundError } from './access/errors.ts';
export { endSession, findSession, type Session, type StartedSession, startSession } from './access/sessions.ts';
export type { TokenInfo, TokenRole } from './access/token.ts';
export {
  type CreatedToken,
  countTokens,
  createToken,
  findToken,
  listTokens,
  type NewToken,
  revokeToken,
} from './access/tokens.ts';
export * from './errors.ts';
export { type ExportOptions, exportJsonl } from './export/export-jsonl.ts';
export { FeedClosedError } from './feed/errors.ts';
export { createFeed, type Feed, type FeedOptions } from './feed/feed.ts';
export type { FeedStream } from './feed/feed-stream.ts';
export * from './feed/messages.ts';
export { FEED_DEFAULTS, type FeedHooks, type FeedSettings } from './feed/settings.ts';
export type { Listener, ListenerStatus } from './listen/listener.ts';
export { type ListenerOptions, openListener } from './listen/open-listener.ts';
export { LISTENER_DEFAULTS, type ListenerHooks, type ListenerSettings } from './listen/settings.ts';
export type { MigrateOptions, MigrateResult } from './migrate/apply-migrations.ts';
export { missingDbosColumns } from './migrate/dbos-columns.ts';
export { migrate, migrateSchema, type OwnSchema } from './migrate/migrate.ts';
export { schemaDrift } from './migrate/schema-drift.ts';
export { assertSchema, schemaVersion } from './migrate/schema-version.ts';
export { connectionError } from './postgres/connection-error.ts';
export { describeDatabase } from './postgres/database.ts';
export { describeTarget } from './postgres/target.ts';
export type { RunCounts, VerdictCounts } from './read/count-runs.ts';
export { type Cursor, decodeCursor, encodeCursor, NUMBER_PART } from './read/cursor.ts';
export type { EarlierAction, EarlierActionsOptions } from './read/earlier-actions.ts';
export type { RunDetail } from './read/get-run.ts';
export type { ActionPage, ActionPageOptions, RunAction } from './read/list-actions.ts';
export type { ArtifactCount, ArtifactPage, ArtifactPageOptions } from './read/list-artifacts.ts';
export type { FinishedItem, ItemPage, ItemPageOptions, ItemResult } from './read/list-items.ts';
export type { RunPage, RunPageOptions } from './read/list-runs.ts';
export type { StepAttempt } from './read/list-steps.ts';
export type { EventPage, EventPageOptions } from './read/read-events.ts';
export { createReader, type Reader, type SubjectOptions } from './read/reader.ts';
export type { RunQuestion } from './read/run-question.ts';
export { RUN_STATUSES } from './read/run-statuses.ts';
export type { RunControl, RunStep, RunSummary } from './read/run-summary.ts';
export type { RunFilter } from './read/runs-statement.ts';
export type { RecordedEvent, RecordedEvents } from './record/entry.ts';
export type { Progress, ProgressTeller } from './record/progress.ts';
export {
  openRecorder,
  type Recorder,
  type RecorderOptions,
  type RecorderState,
  type RunRecorderOptions,
} from './record/recorder.ts';
export type { ActionEnd, ItemEnd, RunRecorder } from './record/run-recorder.ts';
export { RECORDER_DEFAULTS, type RecorderHooks, type RecorderSettings } from './record/settings.ts';
export { ResetRefusedError, WorkersAliveError } from './reset/errors.ts';
export { planReset, type ResetExtent, type ResetOptions, reset } from './reset/reset.ts';
export { type CollectedGarbage, type CollectGarbageOptions, collectGarbage } from './retention/collect-garbage.ts';
export { type PruneCounts, type PruneOptions, type PruneResult, prune } from './retention/prune.ts';
export {
  type CarriedOver,
  type CarryOverOptions,
  carryOver,
  type RecordedStep,
  recordedSteps,
} from './runs/carry-over.ts';
export { type ChangeRunOptions, changeRun } from './runs/change-run.ts';
export { type ControlOfRun, controlsOf } from './runs/controls-of.ts';
export { type HeldRun, orphanedRuns, type QueueDepth, queueDepths, runsHeldBy } from './runs/held-runs.ts';
export { lockSubject, type NewestRun, type SubjectOfPipeline } from './runs/lock-subject.ts';
export type { AskedControl, EnqueueOptions, LockedRun } from './runs/locked-run.ts';
export { type NewRun, type RegisteredRun, registerRun } from './runs/register-run.ts';
export { type TakenAttempt, type TakenRun, takeRun } from './runs/take-run.ts';
export { inTransaction, type TransactionOptions } from './runs/transaction.ts';
export { waitingQueues } from './runs/waiting-queues.ts';
export {
  heartbeat,
  type ListWorkersOptions,
  listWorkers,
  markWorkerStopped,
  type NewWorker,
  registerWorker,
  type Worker,
} from './workers/workers.ts';
