/** A pause that news can cut short, also news that comes before it. */
export class Rest {
  #news = false;
  #wake: () => void = () => undefined;

  /** The rest under way ends, or the next one does not begin. */
  cutShort(): void {
    this.#news = true;
    this.#wake();
  }

  /** Resolves after `ms` or when it is cut short; with whether it was. */
  async take(ms: number): Promise<boolean> {
    if (!this.#news) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      this.#wake = resolve;
      await promise;
      clearTimeout(timer);
    }
    const cut = this.#news;
    this.#news = false;
    return cut;
  }
}
