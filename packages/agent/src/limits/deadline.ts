import { actionName, formatDuration } from '@telltale/core';

interface Doing {
  readonly tool: string;
  readonly input: unknown;
  readonly timeoutMs: number;
  readonly startedMs: number;
}

/** The end of an agent's time: a signal that aborts then, with a reason that makes a timeout of the action that it ends. */
export class Deadline implements Disposable {
  readonly signal: AbortSignal;
  readonly #endMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #reason = new DOMException("The agent's time is over.", 'TimeoutError');
  #doing: Doing | null = null;

  /** `ms` may be 0 or less, if no time is left. */
  constructor(ms: number) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#endMs = performance.now() + ms;
    this.#timer = setTimeout(() => controller.abort(this.#reason), Math.max(0, ms));
  }

  get leftMs(): number {
    return Math.max(0, this.#endMs - performance.now());
  }

  /** Notes what is done from now on, and how long that may take. */
  doing(tool: string, input: unknown, timeoutMs: number): void {
    this.#doing = { tool, input, timeoutMs, startedMs: performance.now() };
  }

  /** Whether that was thrown because the time was over, and not for anything else. */
  ended(error: unknown): boolean {
    return error === this.#reason;
  }

  /** What it was doing when its time was over: `click 'More'`, and that with how long: `… was running (24.0 s of its 30.0 s)`. */
  get cutOff(): { readonly during: string; readonly sentence: string } | null {
    if (this.#doing === null) return null;
    const { tool, input, timeoutMs, startedMs } = this.#doing;
    const during = actionName({ tool, input });
    const ran = formatDuration(Math.max(0, this.#endMs - startedMs));
    return { during, sentence: `${during} was running (${ran} of its ${formatDuration(timeoutMs)})` };
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
