import type { LedgerWriteError } from '../errors.ts';
import { tell } from '../observers.ts';
import { pause } from '../postgres/pause.ts';
import { retryDelayMs } from '../postgres/retry-delay.ts';
import { type Batch, type BatchPart, batchParameters, createBatch } from './batch.ts';
import { refusedEntry } from './own-entries.ts';
import type { RecorderHooks, RecorderSettings } from './settings.ts';
import { classifyWriteFailure } from './write-failure.ts';
import type { WriterSession } from './writer-session.ts';

export const RECORD = {
  name: 'telltale-record',
  text: `SELECT telltale.record($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)`,
};

/** The last seq of each run of a batch, by its place there; `null` where the run was not written. */
type Seqs = readonly (number | null)[];

/** What the database says of one flush. */
export interface Written {
  readonly batch: Batch;
  readonly seqs: Seqs;
}

/** Brings one flush into the database, whatever it takes: exactly once, or the recorder learns that it never will be. */
export class FlushSender {
  /** Why the flush under way has not gone through yet. */
  error: Error | null = null;
  readonly #session: WriterSession;
  readonly #settings: RecorderSettings;
  readonly #hooks: RecorderHooks;
  readonly #stopped = new AbortController();

  constructor(session: WriterSession, settings: RecorderSettings, hooks: RecorderHooks) {
    this.#session = session;
    this.#settings = settings;
    this.#hooks = hooks;
  }

  /** No more attempts after the one under way. */
  stop(): void {
    this.#stopped.abort();
  }

  /**
   * Writes a batch: in one piece, or, where the database refuses something in it, in smaller and smaller ones, until what
   * it refuses stands alone and is replaced by a log line. Throws `LedgerWriteError` where this process may never write.
   */
  async *write(batch: Batch): AsyncGenerator<Written, void, undefined> {
    const result = await this.#send(batch);
    if ('seqs' in result) {
      yield { batch, seqs: result.seqs };
      return;
    }
    for (const piece of split(batch)) {
      if (piece.events + progressChanges(piece) < batch.events + progressChanges(batch)) yield* this.write(piece);
      else yield* this.#writeWithout(piece, result.refused);
    }
  }

  /** The piece is one event, or one change of progress, that cannot be stored. */
  async *#writeWithout(piece: Batch, refused: LedgerWriteError): AsyncGenerator<Written, void, undefined> {
    tell(() => this.#hooks.problem?.(refused));
    const [part] = piece.parts;
    const [entry] = part?.entries ?? [];
    if (part === undefined) return;
    if (entry !== undefined) part.queue.rejectWaiters(refused);
    const entries = entry === undefined ? [] : [refusedEntry(entry, refused.message)];
    yield* this.write(createBatch([{ ...part, entries, progress: null }]));
  }

  /** Sends until the database has answered. Only a connection that is certainly over is followed by another attempt. */
  async #send(batch: Batch): Promise<{ seqs: Seqs } | { refused: LedgerWriteError }> {
    const startedMs = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      tell(() => this.#hooks.flushing?.({ events: batch.events, runs: batch.parts.length, attempt }));
      try {
        if (!this.#session.connected) await this.#session.connect();
        const [row] = await this.#session.query<[Seqs]>(
          RECORD,
          batchParameters(batch, attempt > 1),
          this.#settings.flushTimeoutMs,
        );
        this.error = null;
        const ms = performance.now() - startedMs;
        tell(() => this.#hooks.flushed?.({ events: batch.events, runs: batch.parts.length, ms }));
        return { seqs: row?.[0] ?? [] };
      } catch (cause) {
        const failure = classifyWriteFailure(this.#session.target, cause);
        if (failure.kind === 'data') return { refused: failure.error };
        if (failure.kind === 'fatal' || this.#stopped.signal.aborted) throw failure.error;
        await this.#pause(failure.error, attempt);
      }
    }
  }

  async #pause(error: Error, attempt: number): Promise<void> {
    if (this.error === null) tell(() => this.#hooks.problem?.(error));
    this.error = error;
    const delayMs = retryDelayMs(attempt, this.#settings);
    tell(() => this.#hooks.retrying?.({ error, attempt, delayMs }));
    await pause(delayMs, this.#stopped.signal);
  }
}

function progressChanges(batch: Batch): number {
  return batch.parts.filter((part) => part.progress !== null).length;
}

/** Two halves of a batch, in order; the batch itself if it cannot be smaller. */
function split(batch: Batch): Batch[] {
  const single: BatchPart[] = batch.parts.flatMap((part) => {
    const alone = part.entries.map((entry) => ({ ...part, entries: [entry], progress: null, changes: 0 }));
    return part.progress === null ? alone : [...alone, { ...part, entries: [] }];
  });
  if (single.length <= 1) return [createBatch(single)];
  const middle = Math.ceil(single.length / 2);
  return [single.slice(0, middle), single.slice(middle)].map((parts) => createBatch(joinByRun(parts)));
}

function joinByRun(parts: readonly BatchPart[]): BatchPart[] {
  const joined = new Map<BatchPart['queue'], BatchPart>();
  for (const part of parts) {
    const before = joined.get(part.queue);
    joined.set(part.queue, before === undefined ? part : { ...part, entries: [...before.entries, ...part.entries] });
  }
  return [...joined.values()];
}
