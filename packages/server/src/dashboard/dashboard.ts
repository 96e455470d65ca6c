/** The built dashboard, as a server gives it to browsers. Whoever builds it makes one; the server only knows these files. */
export interface Dashboard {
  /**
   * A folder with `index.html` and what it needs. What is in `assets` has names that change with the contents. A file beside
   * another with `.br` or `.gz` after its name is the same, compressed.
   */
  readonly folder: string;
  /** What the browser loads at once for the page at an address, which is as in `/runs/$runId`. Default: what `index.html` names. */
  readonly preloads?: Readonly<Record<string, readonly string[]>>;
}
