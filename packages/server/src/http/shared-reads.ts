/** Makes a read once for all who ask for the same at the same time. */
export class SharedReads<T> {
  readonly #underWay = new Map<string, Promise<T>>();

  /** What the read that is under way for `key` gives, or else `read`. Rejects as that does. */
  get(key: string, read: () => Promise<T>): Promise<T> {
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const made = read().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, made);
    return made;
  }
}
