/** An item failed for good, and its step with it. Never leaves the engine: the step's failure names the item. */
export class ItemFailure extends Error {
  readonly key: string;
  readonly label: string | undefined;
  constructor(key: string, label: string | undefined, error: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: error });
    this.key = key;
    this.label = label;
  }
}
