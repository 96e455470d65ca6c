import { setTimeout as delay } from 'node:timers/promises';
import { DBOS, DBOSWorkflowConflictError, Error as DbosError } from '@dbos-inc/dbos-sdk';
import { toFailure } from '@telltale/core';
import { type RunRecorder, recordedSteps, type TakenRun, takeRun } from '@telltale/ledger';
import { reportOf, StepFailedError } from '../errors/step-failed-error.ts';
import type { AnyPipeline, InputOf, RunContext, SpawnedRun } from '../pipeline/pipeline.ts';
import type { Step, StepOptions } from '../pipeline/step.ts';
import type { RunExit } from '../worker/hooks.ts';
import { CallOrder } from './call-order.ts';
import { exhaustedTries } from './exhausted-tries.ts';
import { runFailure } from './fail-step.ts';
import { closeLeftovers } from './leftovers.ts';
import { letGoOfRun } from './let-go-of-run.ts';
import { checkPlainData } from './plain-data.ts';
import { runStep } from './run-step.ts';
import type { ExecutionServices } from './services.ts';
import type { StepAttempt } from './step-attempt.ts';
import { LetGo, outranks, type Stop } from './stop.ts';
import { tolerated } from './tolerated.ts';
import { whileAway } from './while-away.ts';

/**
 * One execution of a run by this worker, from its claim until the run has ended or been let go of.
 *
 *   begin ──▶ body ──▶ succeed | fail          the run ends
 *     │        │
 *     └────────┴─ a stop takes hold ──▶ settle  it is paused, cancelled, handed back, or lost
 *
 * A stop is asked for from outside (`request`) or by the body (`demand`). It takes hold as a `LetGo` that is thrown
 * through the body; `settle` then changes DBOS's row and the trace, before DBOS could record anything of the step.
 */
export class RunExecution {
  readonly runId: string;
  /** DBOS's token of this execution: whatever is written of the run is fenced by it. */
  readonly owner: string;
  readonly pipeline: AnyPipeline;
  readonly services: ExecutionServices;
  readonly recorder: RunRecorder;
  readonly calls: CallOrder;
  readonly #abort = new AbortController();
  readonly #asked = new AbortController();
  readonly #startedMs = Date.now();
  readonly #leftBehind: string[] = [];
  #taken: TakenRun | null = null;
  #title: string | null = null;
  #stop: Stop | null = null;
  #lettingGo: LetGo | null = null;
  #settling: Promise<void> | null = null;
  #exit: RunExit | null = null;

  constructor(runId: string, owner: string, pipeline: AnyPipeline, services: ExecutionServices) {
    this.runId = runId;
    this.owner = owner;
    this.pipeline = pipeline;
    this.services = services;
    const { recorded } = services.moments;
    this.recorder = services.recorder.run(runId, {
      owner,
      recorded: recorded && ((events) => recorded({ runId, pipeline: pipeline.name, events })),
    });
    this.calls = new CallOrder(runId, pipeline);
    const { lost } = this.recorder;
    lost.addEventListener('abort', () => this.request({ kind: 'lost', error: lost.reason as Error }), { once: true });
  }

  /** Aborts when the run has to be let go of at once. Its reason is a `LetGo`. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get stop(): Stop | null {
    return this.#stop;
  }

  /** Aborts when any stop is asked for: what only rests has come to a boundary. */
  get asked(): AbortSignal {
    return this.#asked.signal;
  }

  /** Whether a stop has taken hold. */
  get lettingGo(): boolean {
    return this.#lettingGo !== null;
  }

  get ended(): boolean {
    return this.#exit !== null;
  }

  get exit(): RunExit {
    return this.#exit ?? 'lost';
  }

  get begun(): boolean {
    return this.#taken !== null;
  }

  get taken(): TakenRun {
    if (this.#taken === null) throw new Error(`run ${this.runId} has not begun`);
    return this.#taken;
  }

  /** Asks it to let go. What outranks a stop that was asked for already takes its place. */
  request(stop: Stop): void {
    if (!outranks(stop, this.#stop)) return;
    this.#stop = stop;
    this.#asked.abort();
    if (stop.kind === 'cancel' || stop.kind === 'lost') this.abortNow();
  }

  /** Does not wait for the next boundary any longer. */
  abortNow(): void {
    if (this.#stop !== null) this.#abort.abort(this.demand(this.#stop));
  }

  /** A stop that takes hold here and now: throw what it gives. */
  demand(stop: Stop): LetGo {
    if (outranks(stop, this.#stop)) this.#stop = stop;
    this.#asked.abort();
    this.#lettingGo = new LetGo(this.#stop ?? stop);
    return this.#lettingGo;
  }

  boundary(): void {
    if (this.#stop !== null) throw this.demand(this.#stop);
  }

  throwIfLettingGo(): void {
    if (this.#lettingGo !== null) throw this.#lettingGo;
  }

  async rest(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.asked }).catch(() => undefined);
    this.boundary();
  }

  /** A body ignored its signal for as long as it may. Somebody has to know: it still runs. */
  leftBehind({ name, attempt, letGoMs }: StepAttempt): void {
    const message = `Step ${name} ignored its signal for ${letGoMs} ms; attempt ${attempt} of it was left behind and still runs. Give its signal to every long call.`;
    this.#leftBehind.push(name);
    this.warn(name, message);
  }

  /** Tells the trace and the log of something in a step that is nobody's failure. */
  warn(step: string, message: string, item: string | null = null): void {
    void this.recorder.event({ type: 'log.written', step, item, data: { level: 'warn', message } });
    this.services.moments.log({ level: 'warn', message, runId: this.runId });
  }

  /** Takes the title; `false` if it is called so already, as when a step runs again, and nobody has to be told. */
  rename(title: string): boolean {
    const changes = title !== this.#title;
    this.#title = title;
    return changes;
  }

  async begin(): Promise<void> {
    const { pool, workerId, moments, traceIdOf } = this.services;
    const taken = await whileAway(() => takeRun(pool, this.runId));
    this.#taken = taken;
    this.#title = taken.title;
    await moments.at('before-run-start', this.runId);
    if (taken.owner !== this.owner) throw this.demand({ kind: 'lost', error: new Error('it was claimed again') });
    if (taken.control?.control === 'cancel') throw this.demand({ kind: 'cancel' });
    const known = taken.tries > 1 || taken.retryOf !== null || taken.attempts.length > 0;
    if (known) {
      await whileAway(() => closeLeftovers(this.services, this.runId, this.owner));
      this.calls.replay((await whileAway(() => recordedSteps(pool, this.runId))).map(({ name }) => name));
    }
    await this.recorder.event({
      type: 'run.started',
      data: {
        workerId,
        version: this.pipeline.version,
        attempt: Math.max(1, taken.tries),
        ...(traceIdOf === undefined ? {} : { traceId: traceIdOf(this.runId) }),
      },
    });
    if (taken.control?.control === 'pause') throw this.demand({ kind: 'pause' });
    moments.runTaken({ runId: this.runId, tries: taken.tries });
    await moments.at('after-run-start', this.runId);
    if (taken.tries > this.pipeline.maxTries) throw await exhaustedTries(this);
    this.#checkVersion(taken);
  }

  /** What the pipeline's `run` gets. */
  context(input: unknown): RunContext<string, unknown> {
    const { subject, number } = this.taken;
    return { step: this.#step, spawn: this.#spawn, input, runId: this.runId, subject, number };
  }

  readonly #step = <T>(
    name: string,
    optionsOrBody: StepOptions | ((step: Step) => T | Promise<T>),
    maybeBody?: (step: Step) => T | Promise<T>,
  ): Promise<T | undefined> => {
    const [options, body] = typeof optionsOrBody === 'function' ? [{}, optionsOrBody] : [optionsOrBody, maybeBody];
    const call = async () => {
      this.calls.callStep(name, typeof body === 'function');
      return await this.#operate(name, () => runStep(this, name, options, body as (step: Step) => T | Promise<T>));
    };
    return tolerated(call());
  };

  readonly #spawn = <P extends AnyPipeline>(pipeline: P, input: InputOf<P>): Promise<SpawnedRun> => {
    const name = `spawn:${pipeline.name}`;
    const call = async () => {
      this.calls.checkNesting(name);
      const idempotencyKey = `${this.runId}/spawn/${this.calls.operations + 1}`;
      return await this.#operate(name, () => this.#submit(pipeline, input, idempotencyKey));
    };
    return tolerated(call());
  };

  async #submit<P extends AnyPipeline>(pipeline: P, input: InputOf<P>, idempotencyKey: string): Promise<SpawnedRun> {
    try {
      const by = { idempotencyKey, by: this.runId };
      const { runId, created } = await whileAway(() => this.services.submit(pipeline, input, by));
      return { runId, created };
    } catch (error) {
      throw runFailure(this.runId, { kind: 'error', cause: toFailure(error).message }, error);
    }
  }

  /** One operation that DBOS records. Nothing of it is recorded once the run was let go of. */
  async #operate<T>(name: string, operation: () => Promise<T>): Promise<T> {
    this.throwIfLettingGo();
    this.boundary();
    this.#checkReplay(name);
    const recorded = async () => {
      try {
        return await operation();
      } catch (error) {
        throw await this.#leaveOperation(name, error);
      }
    };
    return await this.calls.during(name, () => DBOS.runStep(recorded, { name }));
  }

  /** What DBOS is thrown: the step's failure, which it records, or what makes it record nothing. */
  async #leaveOperation(name: string, error: unknown): Promise<unknown> {
    if (error instanceof StepFailedError) return error;
    if (this.mustLetGo(error)) {
      await this.settle(error);
      return new DBOSWorkflowConflictError(this.runId);
    }
    // Nothing that a body did. It has to end all the same: a run that is given back for it would come round for ever.
    const failure = toFailure(error);
    await this.recorder.event({ type: 'step.failed', step: name, data: { durationMs: 0, error: failure } });
    return runFailure(this.runId, { kind: 'error', step: name, cause: failure.message }, error);
  }

  /** Whether this error says that the run is not this execution's to end. */
  mustLetGo(error: unknown): boolean {
    return (
      error instanceof LetGo ||
      this.lettingGo ||
      this.recorder.lost.aborted ||
      error instanceof DBOSWorkflowConflictError ||
      error instanceof DbosError.DBOSWorkflowCancelledError
    );
  }

  /** A run that did something else at this place was begun by other code: it must not fail for that. */
  #checkReplay(name: string): void {
    const recorded = this.calls.next(name);
    if (recorded === null) return;
    throw this.demand({
      kind: 'refuse',
      reason: `it was begun by version ${this.taken.version}, which did ${recorded} where version ${this.pipeline.version} does ${name}; resume it on a worker with that version, or cancel it and rerun it from ${name}`,
    });
  }

  #checkVersion({ version }: TakenRun): void {
    const { continues, version: own } = this.pipeline;
    if (version === own) return;
    if (continues !== 'any' && !continues.includes(version)) {
      throw this.demand({
        kind: 'refuse',
        reason: `it was begun by version ${version}, and version ${own} goes on with ${continues.join(', ') || 'no other'} only; resume it on a worker with that version, or cancel it and rerun it`,
      });
    }
    void this.recorder.event({
      type: 'log.written',
      data: { level: 'warn', message: `Begun by version ${version} of the pipeline; version ${own} goes on with it.` },
    });
  }

  async succeed(result: unknown): Promise<void> {
    checkPlainData(`pipeline ${this.pipeline.name}`, result, 'rich', this.services.settings.maxResultBytes);
    await this.services.moments.at('before-run-end', this.runId);
    await this.recorder.record({ type: 'run.succeeded', data: { durationMs: this.#durationMs } });
    this.#exit = 'succeeded';
    await this.services.moments.at('after-run-end', this.runId);
  }

  /** Records why it failed, and gives the error that DBOS is to keep. */
  async fail(thrown: unknown): Promise<unknown> {
    const report = reportOf(thrown);
    const error =
      report === null ? runFailure(this.runId, { kind: 'error', cause: toFailure(thrown).message }, thrown) : thrown;
    const { step, item, counts, openActions, lastActions, tried, next } = report ?? (error as StepFailedError).report;
    await this.services.moments.at('before-run-end', this.runId);
    await this.recorder.record({
      type: 'run.failed',
      step,
      item,
      data: {
        durationMs: this.#durationMs,
        error: toFailure(error),
        ...(counts === null ? {} : { counts }),
        openActions: [...openActions],
        lastActions: [...lastActions],
        tried: [...tried],
        next: [...next],
      },
    });
    this.#exit = 'failed';
    await this.services.moments.at('after-run-end', this.runId);
    return error;
  }

  /**
   * Lets go of the run, once: what comes through the body while that is under way waits for it. An error that is no
   * `LetGo` means that nothing more can be written of the run here.
   */
  settle(thrown: unknown): Promise<void> {
    if (this.#lettingGo === null) {
      this.demand({ kind: 'lost', error: thrown instanceof Error ? thrown : new Error(String(thrown)) });
    }
    this.#settling ??= this.#settle();
    return this.#settling;
  }

  async #settle(): Promise<void> {
    const stop = this.#stop;
    if (stop === null || stop.kind === 'lost') return this.#lose(stop?.error);
    const { workerId, moments } = this.services;
    const note =
      this.#leftBehind.length === 0 ? null : `step ${this.#leftBehind.join(', ')} ignored its signal and still runs`;
    try {
      await moments.at('before-let-go', this.runId);
      // With the last word of its progress: afterwards nothing may be written any more.
      await this.recorder.release();
      this.#exit = await whileAway(() =>
        letGoOfRun(this.services, { runId: this.runId, owner: this.owner, workerId }, stop, note),
      );
      await moments.at('after-let-go', this.runId);
    } catch (error) {
      this.#lose(error);
    }
  }

  /** Another worker has the run, or will have it: whoever looks after orphans finds it. */
  #lose(error: unknown): void {
    this.#exit = 'lost';
    this.services.moments.log({
      level: 'warn',
      message: `Run ${this.runId} is not this worker's any more.`,
      runId: this.runId,
      error,
    });
  }

  get #durationMs(): number {
    const first = this.#taken?.attempts[0]?.startedAt;
    return Math.max(0, Date.now() - (first === undefined ? this.#startedMs : Date.parse(first)));
  }
}
