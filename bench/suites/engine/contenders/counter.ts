/** Counts, and tells when it has got somewhere. */
export class Counter {
  #count = 0;
  #goal = Number.POSITIVE_INFINITY;
  #reached = Promise.withResolvers<void>();

  readonly add = (): void => {
    this.#count += 1;
    if (this.#count >= this.#goal) this.#reached.resolve();
  };

  /** Begins anew. Resolves when so many have been added from now on. */
  next(goal: number): Promise<void> {
    this.#count = 0;
    this.#goal = goal;
    this.#reached = Promise.withResolvers();
    return this.#reached.promise;
  }
}
