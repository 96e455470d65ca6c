import { randomUUID } from 'node:crypto';
import { runWithAbortableDbRetries } from '@dbos-inc/dbos-sdk/internal/context';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { WorkflowQueue } from '@dbos-inc/dbos-sdk/internal/wfqueue';
import { ENGINE_VERSION } from '../engine-version.ts';

// What the worker uses of DBOS beyond its documentation. Its version is pinned, and a test of this file fails when another
// one has changed any of it.

/** In ms. */
const HURRIED_MS = 50;

/** Whether DBOS was launched in this process, by whomever. */
export function isDbosLaunched(): boolean {
  return DBOSExecutor.globalInstance !== undefined;
}

/**
 * Takes DBOS's queues into our own hands: it polls each once a second and on nothing else, and asks about delayed,
 * scheduled and timed-out workflows as often, none of which there are here.
 */
export async function stopBackgroundLoops(): Promise<void> {
  const executor = launched();
  await executor.deactivateEventReceivers();
  await executor.stopWorkflowTimeoutSweep();
}

/**
 * The runs that this process executes, as DBOS counts them against the limits of its queues. A run is counted from its
 * start until its outcome is recorded, or DBOS has seen that this is not for this process to record.
 */
export class Slots {
  readonly #executor = launched();
  /** Executions that DBOS does not count any more but that have not ended: they wait for the outcome that another one records. */
  readonly #waiting = new Set<Promise<unknown>>();
  #freed = Promise.withResolvers<void>();

  /** `freed` is told the queue whenever DBOS counts one run less. */
  constructor(freed: (queue: string) => void) {
    const { systemDatabase } = this.#executor;
    const register = systemDatabase.registerRunningWorkflow.bind(systemDatabase);
    systemDatabase.registerRunningWorkflow = (runId, queue, partition) => {
      const entry = register(runId, queue, partition);
      const { release } = entry;
      entry.release = () => {
        release();
        const { promise } = entry;
        this.#waiting.add(promise);
        void promise.finally(() => this.#waiting.delete(promise));
        this.#freed.resolve();
        this.#freed = Promise.withResolvers();
        if (queue !== undefined) freed(queue);
      };
      return entry;
    };
  }

  has(runId: string): boolean {
    return this.#executor.systemDatabase.checkForRunningWorkflow(runId);
  }

  get runIds(): readonly string[] {
    return [...this.#executor.systemDatabase.runningWorkflowMap.keys()];
  }

  /** Resolves when there is none. */
  async idle(): Promise<void> {
    while (this.runIds.length > 0) await this.#freed.promise;
  }

  /**
   * An execution that lets go of its run asks once a second for the outcome that another one will record. From now on it
   * asks more often: this process is about to stop, and only then it gives up.
   */
  hurry(): void {
    this.#executor.systemDatabase.dbPollingIntervalResultMs = HURRIED_MS;
  }

  /** Resolves when what waits has given up, which it does soon after DBOS was shut down. */
  async settled(): Promise<void> {
    await Promise.all(this.#waiting);
  }
}

/**
 * Claims as many runs of a queue as it has room for, those of the highest priority first, and starts them. Gives how many.
 * One call for a queue at a time: the room is counted before the claim. Rejects with the driver's error.
 */
export async function claimRuns(queue: string, workerConcurrency: number, signal: AbortSignal): Promise<number> {
  const executor = launched();
  const { systemDatabase } = executor;
  // Made for this call and not read from DBOS's table, so that each worker can have room of its own.
  const limits = new WorkflowQueue(WorkflowQueue.recordFromParams(queue, { workerConcurrency }), false);
  const running = systemDatabase.countRunningWorkflowsForQueue(queue);
  if (running >= workerConcurrency) return 0;
  const owner = randomUUID();
  return await runWithAbortableDbRetries(signal, async () => {
    const { executorID } = executor;
    const claimed = await systemDatabase.findAndMarkStartableWorkflows(
      limits,
      executorID,
      ENGINE_VERSION,
      undefined,
      running,
      0,
      owner,
    );
    await executor.dispatchDequeuedWorkflows(claimed, owner);
    return claimed.length;
  });
}

function launched(): DBOSExecutor {
  const { globalInstance } = DBOSExecutor;
  if (globalInstance === undefined) throw new Error('DBOS was not launched');
  return globalInstance;
}
