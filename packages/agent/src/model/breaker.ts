/** Failures of a provider in a row, after which nothing is asked of it for a while. */
const FAILURES = 3;
const OPEN_MS = 30_000;

/**
 * Keeps calls from a provider that is down. It opens with the third failure in a row, for 30 s; then calls go through
 * again, and the first that fails opens it anew.
 */
export class Breaker {
  #failures = 0;
  #openUntilMs = Number.NEGATIVE_INFINITY;

  /** For how long nothing may be asked, in ms; 0: it may. */
  openForMs(nowMs: number): number {
    return Math.max(0, this.#openUntilMs - nowMs);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openUntilMs = Number.NEGATIVE_INFINITY;
  }

  failed(nowMs: number): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES) this.#openUntilMs = nowMs + OPEN_MS;
  }
}
