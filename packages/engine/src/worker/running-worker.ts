import { constants } from 'node:os';
import { formatDuration, formatQuantity } from '@telltale/core';
import type { Pool } from 'pg';
import type { Executions } from '../execute/executions.ts';
import type { Moments } from '../execute/services.ts';
import { within } from '../within.ts';
import type { Slots } from './dbos-internals.ts';
import type { Dispatcher } from './dispatcher.ts';
import { handBack } from './hand-back.ts';
import type { LogEntry } from './hooks.ts';
import type { Loop } from './loop.ts';
import type { StopOptions, Worker } from './worker.ts';
import type { WorkerConfig } from './worker-options.ts';

export interface RunningWorkerParts {
  readonly config: WorkerConfig;
  readonly moments: Moments;
  readonly pool: Pool;
  readonly executions: Executions;
  readonly slots: Slots;
  readonly dispatcher: Dispatcher;
  readonly watchdog: Loop;
  /** Everything, in the order in which it was made. */
  readonly parts: AsyncDisposable;
}

/** How much longer than their `letGoMs` executions may take to let go of their runs in the database, in ms. */
const LET_GO_MS = 2_000;

/** What DBOS still waits for when it is shut down gives up within a second, in ms. */
const SETTLED_MS = 1_100;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * A worker from the moment when it is ready.
 *
 *   working ──stop──▶ stopping ─────────────────────────────────────────────────────▶ stopped
 *                     no more claims; each run at its next boundary, after graceMs
 *                     interrupted; what is left put back; everything closed
 */
export class RunningWorker implements Worker {
  readonly #parts: RunningWorkerParts;
  #state: Worker['state'] = 'working';
  #stopped: Promise<void> | null = null;

  constructor(parts: RunningWorkerParts) {
    this.#parts = parts;
    this.#log('info', `Worker ${this.id} takes runs of ${[...parts.config.pipelines.keys()].join(', ')}.`);
  }

  get id(): string {
    return this.#parts.config.workerId;
  }

  get state(): Worker['state'] {
    return this.#state;
  }

  get running(): Worker['running'] {
    return this.#parts.executions.all.map(({ runId, pipeline }) => ({ runId, pipeline: pipeline.name }));
  }

  async stop({ graceMs = this.#parts.config.settings.graceMs }: StopOptions = {}): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    await this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  handleSignals(): () => void {
    let told = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (told) process.exit(128 + constants.signals[signal]);
      told = true;
      this.#log('info', `${signal}: once more ends this process at once.`);
      void this.stop();
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
    return () => {
      for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    };
  }

  async #stop(graceMs: number): Promise<void> {
    const { dispatcher, watchdog, slots, parts } = this.#parts;
    this.#state = 'stopping';
    this.#log('info', `Worker ${this.id} stops: it takes no more runs.`);
    await Promise.all([dispatcher.stop(), watchdog.stop()]);
    await this.#letGo(graceMs);
    await this.#putBackTheRest();
    await parts[Symbol.asyncDispose]();
    await within(slots.settled(), SETTLED_MS);
    this.#state = 'stopped';
    this.#log('info', `Worker ${this.id} has stopped.`);
  }

  async #letGo(graceMs: number): Promise<void> {
    const { executions, slots, config } = this.#parts;
    if (slots.runIds.length === 0) return;
    slots.hurry();
    for (const execution of executions.all) {
      execution.request({ kind: 'hand-back', reason: `worker ${this.id} is stopping` });
    }
    this.#log(
      'info',
      `${inHand(slots)}; each goes back to its queue when its items in work have finished, within ${formatDuration(graceMs)}.`,
    );
    if (await within(slots.idle(), graceMs)) return;
    this.#log('warn', `${inHand(slots)} after ${formatDuration(graceMs)}; what they do is interrupted.`);
    for (const execution of executions.all) execution.abortNow();
    if (await within(slots.idle(), config.settings.letGoMs + LET_GO_MS)) return;
    this.#log('warn', `${inHand(slots)} and ignore their signals; they are put back all the same.`);
  }

  /** Runs whose code does not let go: it cannot write to them any more. */
  async #putBackTheRest(): Promise<void> {
    const { pool, moments } = this.#parts;
    try {
      const reason = `worker ${this.id} stopped while its code did not let go`;
      await handBack({ pool, moments, workerId: this.id, which: () => true, reason });
    } catch (error) {
      const message = `Worker ${this.id} could not put back what it had in hand; another one does that when this one has been silent for half a minute.`;
      moments.log({ level: 'warn', message, error });
    }
  }

  #log(level: LogEntry['level'], message: string): void {
    this.#parts.moments.log({ level, message });
  }
}

function inHand({ runIds }: Slots): string {
  const some = runIds.slice(0, 5).join(', ');
  return `${formatQuantity(runIds.length, 'runs')} in hand (${some}${runIds.length > 5 ? ', …' : ''})`;
}
