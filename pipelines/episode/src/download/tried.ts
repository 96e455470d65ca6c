import { type AttemptedSource, TelltaleError, toFailure } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';

/** What is wrong with this machine, and would be with every other source. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set(['ffmpeg_missing', 'ffmpeg_failed']);

/** The places that were looked in for audio, and what became of each. Also told to the step, whose failure lists them. */
export class Tried {
  readonly #step: Step;
  readonly #sources: AttemptedSource[] = [];

  constructor(step: Step) {
    this.#step = step;
  }

  /** The names of the sources, each once. */
  get names(): readonly string[] {
    return [...new Set(this.#sources.map(({ source }) => source))];
  }

  /** In sentences. */
  get failures(): readonly string[] {
    return this.#sources.flatMap(({ source, note }) => (note === undefined ? [] : [`${source}: ${note}`]));
  }

  /** What a source gives; `null` if it cannot, which is noted. Throws what stops the step, or is no fault of the source. */
  async source<T>(source: string, look: () => Promise<T>): Promise<T | null> {
    try {
      return await look();
    } catch (error) {
      this.#step.signal.throwIfAborted();
      if (stopKindOf(error) !== null || !(error instanceof TelltaleError) || OF_THE_MACHINE.has(error.code))
        throw error;
      this.note({ source, outcome: 'failed', note: toFailure(error).message.replace(/\.$/, '') });
      return null;
    }
  }

  /** Why a source gave nothing, as it was noted last. */
  why(source: string): string | null {
    return this.#sources.findLast((one) => one.source === source)?.note ?? null;
  }

  note(source: AttemptedSource): void {
    this.asked(source);
    this.#step.tried(source);
    this.#step.log(`${source.source}: ${[source.outcome, source.note].filter(Boolean).join(', ')}`, {}, 'warn');
  }

  /** A source that has told the step itself. */
  asked(source: AttemptedSource): void {
    this.#sources.push(source);
  }
}
