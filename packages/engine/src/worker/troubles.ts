import { connectionError } from '@telltale/ledger';
import type { LogEntry } from './hooks.ts';

/** Everything that needs the database fails together: one cause, one line. */
const DATABASE = 'The database cannot be reached';

/**
 * What goes wrong again and again, told when it begins and when it is over, and not in between: a database that is away for
 * an hour is two lines in the log, whatever tries to reach it.
 */
export class Troubles {
  readonly #target: string;
  readonly #log: (entry: LogEntry) => void;
  /** By what fails: under which heading that was told. */
  readonly #failing = new Map<string, string>();

  /** `target`: the database, as errors name it. */
  constructor(target: string, log: (entry: LogEntry) => void) {
    this.#target = target;
    this.#log = log;
  }

  /** Does `work`, and tells of its failure instead of throwing it. `what`: the start of a sentence, `Freeing stuck runs`. */
  async watch(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.over(what);
    } catch (error) {
      this.failed(what, error);
    }
  }

  failed(what: string, thrown: unknown): void {
    const error = connectionError(this.#target, thrown) ?? thrown;
    const heading = isUnreachable(error) ? DATABASE : what;
    if (this.#failing.get(what) === heading) return;
    const isNew = !this.#isOpen(heading);
    this.over(what);
    this.#failing.set(what, heading);
    if (!isNew) return;
    const reason = error instanceof Error ? error.message : String(error);
    const message =
      heading === DATABASE
        ? `${reason} This worker keeps trying; its runs wait.`
        : `${heading} failed, and is tried again: ${reason}`;
    this.#log({ level: 'warn', message, error });
  }

  over(what: string): void {
    const heading = this.#failing.get(what);
    if (heading === undefined) return;
    this.#failing.delete(what);
    if (this.#isOpen(heading)) return;
    this.#log({ level: 'info', message: heading === DATABASE ? 'The database is back.' : `${heading} works again.` });
  }

  #isOpen(heading: string): boolean {
    return [...this.#failing.values()].includes(heading);
  }
}

function isUnreachable(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === 'database_unreachable';
}
