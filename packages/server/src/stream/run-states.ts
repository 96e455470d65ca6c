import type { Reader, RunSummary } from '@telltale/ledger';

/** Looks up how runs are; those who want to know of the same run at the same moment share one look. */
export class RunStates {
  readonly #reader: Pick<Reader, 'getRun'>;
  readonly #looks = new Map<string, Promise<RunSummary | null>>();

  constructor(reader: Pick<Reader, 'getRun'>) {
    this.#reader = reader;
  }

  /** `null`: there is no such run. Rejects as the reader does. */
  look(runId: string): Promise<RunSummary | null> {
    const underWay = this.#looks.get(runId);
    if (underWay !== undefined) return underWay;
    const look = this.#reader.getRun(runId).finally(() => this.#looks.delete(runId));
    this.#looks.set(runId, look);
    return look;
  }
}
