const MAX_HOSTS = 20;

/** What may not be loaded in a session, and was not. */
export class Refusals {
  /** The action in whose time one falls has to answer for it. */
  readonly #pages: Error[] = [];
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
    this.#pages.push(error);
  }

  frame(): void {
    this.#count += 1;
  }

  host(host: string): void {
    if (this.#hosts.size < MAX_HOSTS) this.#hosts.add(host);
  }

  /** Pages, since this was asked last. */
  takePages(): readonly Error[] {
    return this.#pages.splice(0);
  }
}
