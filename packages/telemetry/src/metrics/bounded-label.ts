/** Different values of one label. Every further one would cost series that Prometheus keeps for long. */
const MAX_VALUES = 100;

/** Stands for all further ones. */
export const OTHER = 'other';

/** A label whose values come from outside: the first 100 of them are told apart, any further one is `other`. */
export class BoundedLabel {
  readonly #values = new Set<string>();

  of(value: string): string {
    if (this.#values.has(value)) return value;
    if (this.#values.size === MAX_VALUES) return OTHER;
    this.#values.add(value);
    return value;
  }
}
