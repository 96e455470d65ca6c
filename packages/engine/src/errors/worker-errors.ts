import { TelltaleError } from '@telltale/core';

/** DBOS is one to a process, and so is a worker. */
export class WorkerExistsError extends TelltaleError {
  override readonly name = 'WorkerExistsError';
  constructor(workerId: string | null) {
    super(
      `This process runs ${workerId === null ? 'DBOS' : `worker ${workerId}`} already; a second worker cannot start in it.`,
      {
        code: 'worker_exists',
        hint: 'Give all pipelines to one worker, or stop that one first; more workers are more processes.',
        details: { workerId },
      },
    );
  }
}

/** The id that a worker was given belongs to one that is alive. */
export class WorkerIdInUseError extends TelltaleError {
  override readonly name = 'WorkerIdInUseError';
  constructor(workerId: string) {
    super(`There is a worker ${workerId} already, and it was heard from within the last half minute.`, {
      code: 'worker_id_in_use',
      hint: 'Leave workerId out: each start of a process then gets an id of its own. Two with one id would take each other’s runs.',
      retryable: true,
      details: { workerId },
    });
  }
}

/** A worker was given options that cannot work. */
export class InvalidWorkerError extends TelltaleError {
  override readonly name = 'InvalidWorkerError';
  constructor(problem: string) {
    super(`This worker cannot be made: ${problem}.`, { code: 'worker_invalid' });
  }
}

/** DBOS, on which the engine stands, could not start. */
export class DbosLaunchError extends TelltaleError {
  override readonly name = 'DbosLaunchError';
  constructor(target: string, beneath: unknown, cause: unknown) {
    const reason = beneath instanceof Error ? beneath.message : 'its tables are missing, or of another version';
    super(`DBOS could not start on the database at ${target}: ${reason}.`, {
      code: 'dbos_launch_failed',
      hint: 'Run setUpDatabase(url) once with this version, as a user who may create tables; the cause says more.',
      details: { target },
      cause,
    });
  }
}

/** DBOS has a workflow for a pipeline that is no run. There is no trace to tell it in, so DBOS keeps this. */
export class StrayWorkflowError extends TelltaleError {
  override readonly name = 'StrayWorkflowError';
  constructor(workflowId: string, { pipeline, cause }: { readonly pipeline: string; readonly cause?: unknown }) {
    super(
      `Workflow ${workflowId} was put into the queue of pipeline ${pipeline} past the client: it belongs to no run, and is not executed. Start runs with client.submit.`,
      { code: 'workflow_stray', details: { workflowId, pipeline }, cause },
    );
  }
}
