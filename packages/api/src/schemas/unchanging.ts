/** The same, for nobody to change, all the way down. An answer is such: what the ledger gives can stand in it as it is. */
export type Unchanging<T> = unknown extends T
  ? T
  : T extends readonly (infer Element)[]
    ? readonly Unchanging<Element>[]
    : T extends object
      ? { readonly [K in keyof T]: Unchanging<T[K]> }
      : T;
