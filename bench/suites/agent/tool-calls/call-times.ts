import type { Figures } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';

/** How long each call of a tool was held up, in ms. */
export class CallTimes {
  /** From the moment at which it was asked for until the tool began. */
  readonly #before: number[] = [];
  /** From the tool's end until whoever had asked could go on. */
  readonly #after: number[] = [];
  /** Both. */
  readonly #around: number[] = [];

  get count(): number {
    return this.#around.length;
  }

  /** For callers that make one call after another. */
  stopwatch(): CallStopwatch {
    return new CallStopwatch((before, after) => {
      this.#before.push(before);
      this.#after.push(after);
      this.#around.push(before + after);
    });
  }

  /** `beforeP50` and so on; `after…`, `around…`. */
  figures(): Figures {
    return sampleFigures({ before: this.#before, after: this.#after, around: this.#around });
  }
}

/** Told what happens to one caller's calls, each in this order. */
export class CallStopwatch {
  readonly #take: (beforeMs: number, afterMs: number) => void;
  #askedMs = 0;
  #beganMs = 0;
  #endedMs = 0;

  constructor(take: (beforeMs: number, afterMs: number) => void) {
    this.#take = take;
  }

  readonly asked = (): void => {
    this.#askedMs = clockMs();
  };

  readonly began = (): void => {
    this.#beganMs = clockMs();
  };

  readonly ended = (): void => {
    this.#endedMs = clockMs();
  };

  readonly wentOn = (): void => {
    this.#take(this.#beganMs - this.#askedMs, clockMs() - this.#endedMs);
  };
}
