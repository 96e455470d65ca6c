import type { Reader, RunSummary } from '@telltale/ledger';
import { SharedReads } from '../http/shared-reads.ts';

/** Looks up how runs are; those who want to know of the same run at the same moment share one look. */
export class RunStates {
  readonly #reader: Pick<Reader, 'getRun'>;
  readonly #looks = new SharedReads<RunSummary | null>();

  constructor(reader: Pick<Reader, 'getRun'>) {
    this.#reader = reader;
  }

  /** `null`: there is no such run. Rejects as the reader does. */
  look(runId: string): Promise<RunSummary | null> {
    return this.#looks.get(runId, () => this.#reader.getRun(runId));
  }
}
