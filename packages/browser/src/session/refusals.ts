const MAX_HOSTS = 20;
/** A page that means ill tries a thousand times before somebody looks. */
const MAX_PAGES = 20;

/** What may not be loaded in a session, and was not. */
export class Refusals {
  /** The action in whose time one falls has to answer for it. */
  readonly #pages: Error[] = [];
  #next = new AbortController();
  readonly #hosts = new Set<string>();
  #count = 0;

  /** Pages and frames, since the session began. */
  get count(): number {
    return this.#count;
  }

  /** Of all that was refused; the first 20. The browser's own requests to its maker are among them. */
  get hosts(): readonly string[] {
    return [...this.#hosts];
  }

  page(error: Error): void {
    this.#count += 1;
    if (this.#pages.length < MAX_PAGES) this.#pages.push(error);
  }

  /** Aborts when the next page that was refused has been given up by the browser. */
  get next(): AbortSignal {
    return this.#next.signal;
  }

  givenUp(error: Error): void {
    const told = this.#next;
    this.#next = new AbortController();
    told.abort(error);
  }

  frame(): void {
    this.#count += 1;
  }

  host(host: string): void {
    if (this.#hosts.size < MAX_HOSTS) this.#hosts.add(host);
  }

  /** Pages, since this was asked last; the first 20. */
  takePages(): readonly Error[] {
    return this.#pages.splice(0);
  }
}
