import type { Instant, NewEvent, RunState, StopReason } from '@telltale/core';
import type { ClientBase } from 'pg';
import { RunEndedError, RunNotFoundError } from '../errors.ts';
import { instant } from '../read/instants.ts';
import { QueryRunner } from '../read/query-runner.ts';
import { type QuestionColumn, type RunQuestion, toQuestion } from '../read/run-question.ts';
import type { RunControl } from '../read/run-summary.ts';
import { batchParameters, createBatch } from '../record/batch.ts';
import type { RecordedEvent } from '../record/entry.ts';
import { RECORD } from '../record/flush-sender.ts';
import { newEntry } from '../record/new-entry.ts';
import { RunQueue } from '../record/run-queue.ts';
import { endsOf, OPEN, type OpenRow } from './open-ends.ts';

/** What was asked of a run that nobody has answered yet. */
export type AskedControl = Omit<RunControl, 'at'>;

export interface EnqueueOptions {
  readonly queue: string;
  /** It begins to count its tries anew, and loses a deadline: what DBOS's resume does. Default: false. */
  readonly resetTries?: boolean;
  /** The try that was under way does not count: it was handed back in good order, or brought the run on. Default: false. */
  readonly refundTry?: boolean;
  /** DBOS's application version whose workers may take it. Default: the one that it has. */
  readonly version?: string;
}

/** A run while nobody else can change it. What it says is what was so when it was locked; its methods do not update it. */
export interface LockedRun {
  readonly runId: string;
  readonly pipeline: string;
  readonly subject: string;
  readonly number: number;
  readonly version: string;
  readonly steps: readonly string[];
  readonly title: string | null;
  readonly state: RunState;
  readonly control: AskedControl | null;
  /** DBOS's token of the execution under way. */
  readonly owner: string | null;
  /** The worker that has it in hand, by DBOS's word. */
  readonly workerId: string | null;
  /** Whether that worker is registered, has not stopped, and was heard from within `ORPHANED_AFTER_MS`. */
  readonly workerIsAlive: boolean;
  /** How often a worker took it. */
  readonly tries: number;
  readonly queue: string | null;
  readonly priority: number;
  /** The step that it is at, or was at last. */
  readonly step: { readonly name: string; readonly attempt: number } | null;
  /** The last event that is progress. */
  readonly advancedAt: Instant;
  readonly question: RunQuestion | null;
  /** The transaction in which it is locked, for what else belongs to the change. */
  readonly transaction: ClientBase;
  /** Adds events to its trace, with the rows that follow from them. Throws `InvalidEventError`. */
  append(events: readonly NewEvent[]): Promise<void>;
  /**
   * Ends in the trace what a worker that let go, or is gone, left open: running actions, as `cancelled` or `interrupted`,
   * and the step. Resolves with how many actions there were.
   */
  closeOpen(reason: StopReason): Promise<number>;
  /**
   * Whether it has done anything that lasts since a worker took it last: an item ended, DBOS recorded a step, or an action
   * keeps something for a later attempt. Ask before anything is appended.
   */
  hasAdvanced(): Promise<boolean>;
  /** Takes it from its worker or its queue, as DBOS's cancel does. Throws `RunEndedError`. */
  cancel(): Promise<void>;
  /** Puts it into a queue, whoever had it. Throws `RunEndedError`. */
  enqueue(options: EnqueueOptions): Promise<void>;
}

/** What `telltale.lock_run` gives. */
export type LockedRow = Omit<
  LockedRun,
  'question' | 'transaction' | 'append' | 'closeOpen' | 'hasAdvanced' | 'cancel' | 'enqueue'
> & {
  readonly question: QuestionColumn | null;
};

/** Makes the run of a row, in the transaction in which it was locked. What is added to its trace is added to `written`. */
export function lockedRun(transaction: ClientBase, row: LockedRow, written: RecordedEvent[]): LockedRun {
  const { runId } = row;
  const runner = new QueryRunner(transaction);

  async function write(events: readonly NewEvent[], progress: string | null = null): Promise<void> {
    const nowMs = Date.now();
    const entries = events.map((event) => newEntry(runId, event, nowMs));
    if (entries.length === 0 && progress === null) return;
    const batch = createBatch([{ queue: new RunQueue(runId, null), entries, progress, changes: 0 }]);
    await runner.rows({ text: RECORD.text, values: batchParameters(batch, false) });
    written.push(...entries);
  }

  async function change(text: string, values: readonly unknown[]): Promise<void> {
    const [answer] = await runner.rows<{ changed: boolean }>({ text, values: [runId, ...values] });
    if (answer?.changed !== true) throw new RunEndedError(runId);
  }

  return {
    ...row,
    advancedAt: instant(new Date(row.advancedAt)),
    question: toQuestion(row.question),
    transaction,
    append: (events) => write(events),
    closeOpen: async (reason) => {
      const [open] = await runner.rows<OpenRow>({ text: OPEN, values: [runId] });
      if (open === undefined) throw new RunNotFoundError(runId);
      const { events, progress } = endsOf(open, reason, Date.now());
      await write(events, progress);
      return open.actions.length;
    },
    hasAdvanced: async () => {
      const text = 'SELECT telltale.has_advanced($1) AS advanced';
      const [row] = await runner.rows<{ advanced: boolean }>({ text, values: [runId] });
      return row?.advanced === true;
    },
    cancel: () => change('SELECT telltale.cancel_run($1) AS changed', []),
    enqueue: ({ queue, resetTries = false, refundTry = false, version }) =>
      change('SELECT telltale.enqueue_run($1, $2, $3, $4, $5) AS changed', [
        queue,
        resetTries,
        refundTry,
        version ?? null,
      ]),
  };
}
