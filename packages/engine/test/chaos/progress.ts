import { type Fact, FactReader } from './facts.ts';

/** Follows what the workers of a round tell, and lets the script wait for it. */
export class Progress implements Disposable {
  readonly #reader: FactReader;
  #acknowledged = 0;
  #counted = 0;
  #grown = Promise.withResolvers<void>();

  constructor(factFile: string) {
    this.#reader = new FactReader(factFile, () => {
      const { facts } = this.#reader;
      for (; this.#counted < facts.length; this.#counted += 1) {
        if (facts[this.#counted]?.type === 'item-acknowledged') this.#acknowledged += 1;
      }
      this.#grown.resolve();
      this.#grown = Promise.withResolvers();
    });
  }

  /** Items that were acknowledged so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** All facts, once nobody tells any more. */
  get facts(): readonly Fact[] {
    this.#reader.read();
    return this.#reader.facts;
  }

  /** Resolves with `false` as soon as something is told, else with `true` after `stillMs`. */
  async isStill(stillMs: number): Promise<boolean> {
    const still = Promise.withResolvers<true>();
    const timer = setTimeout(() => still.resolve(true), stillMs);
    const isStill = await Promise.race([this.#grown.promise.then(() => false), still.promise]);
    clearTimeout(timer);
    return isStill;
  }

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }
}
