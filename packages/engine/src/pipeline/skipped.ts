/** What `item.skip` gives back, for the item's function to return. */
export class Skipped {
  /** Makes the type one of its own: no plain object passes for it. */
  readonly #reason: string;

  constructor(reason: string) {
    this.#reason = reason;
  }

  get reason(): string {
    return this.#reason;
  }
}
