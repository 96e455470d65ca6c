import { closeSync, openSync, readSync, watch, writeSync } from 'node:fs';

/**
 * What really happened, told by whoever did it, outside of the database. `worker` is the process that tells; `execution`
 * is one call of the pipeline's body, so that the same run in two processes is two executions.
 */
export type Fact = {
  readonly worker: string;
} & (
  | { readonly type: 'body-began'; readonly run: string; readonly execution: string }
  | StepFact<'step-began'>
  | StepFact<'step-ended'>
  | {
      readonly type: 'item-began';
      readonly run: string;
      readonly execution: string;
      readonly key: string;
      readonly try: number;
    }
  /** The worker told that the item's end is committed. */
  | { readonly type: 'item-acknowledged'; readonly run: string; readonly key: string }
  | {
      readonly type: 'action-began' | 'action-ended';
      readonly run: string;
      readonly execution: string;
      readonly action: string;
    }
  /** Done to `worker` by the script. `given-up`: its heartbeat was made old; it then held these runs. */
  | { readonly type: 'killed' | 'frozen' | 'thawed' | 'terminated' }
  | { readonly type: 'given-up'; readonly held: readonly HeldRun[] }
  /** The client took a request to `control` the run, which then had this many events. */
  | {
      readonly type: 'asked';
      readonly run: string;
      readonly control: 'pause' | 'resume' | 'cancel';
      readonly state: string;
    }
);

interface StepFact<Type extends string> {
  readonly type: Type;
  readonly run: string;
  readonly execution: string;
  readonly step: string;
  readonly attempt: number;
}

/** A run that a worker held by DBOS's word, and how long its trace was then. */
export interface HeldRun {
  readonly run: string;
  readonly lastSeq: number;
}

/** Facts without their teller. */
export type Told<F = Fact> = F extends Fact ? Omit<F, 'worker'> : never;

export type FactOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

/** The script's own name as a teller of facts. */
export const SCRIPT = 'script';

/** A line for each fact, appended in one write: the order of lines is the order of facts, whichever processes tell them. */
export class FactFile {
  readonly path: string;
  readonly #descriptor: number;

  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, 'a');
  }

  tell(fact: Fact): void {
    writeSync(this.#descriptor, `${JSON.stringify(fact)}\n`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** All facts of a file to which nobody tells any more. */
export function readFacts(path: string): readonly Fact[] {
  using reader = new FactReader(path, () => undefined);
  reader.read();
  return reader.facts;
}

const CHUNK_BYTES = 1 << 20;

/** Reads a file of facts as it grows. */
export class FactReader implements Disposable {
  readonly facts: Fact[] = [];
  readonly #descriptor: number;
  readonly #watcher: ReturnType<typeof watch>;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #position = 0;
  #rest = '';

  /** `grown` is called after each time that there are more. */
  constructor(path: string, grown: () => void) {
    this.#descriptor = openSync(path, 'r');
    this.#watcher = watch(path, () => {
      if (this.read()) grown();
    });
  }

  /** Takes in what is there. Gives whether it was more than before. */
  read(): boolean {
    const before = this.facts.length;
    for (;;) {
      const bytes = readSync(this.#descriptor, this.#chunk, 0, CHUNK_BYTES, this.#position);
      if (bytes === 0) return this.facts.length > before;
      this.#position += bytes;
      // Facts are ASCII, so no character stands across two chunks.
      const lines = (this.#rest + this.#chunk.toString('latin1', 0, bytes)).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.facts.push(JSON.parse(line) as Fact);
    }
  }

  [Symbol.dispose](): void {
    this.#watcher.close();
    closeSync(this.#descriptor);
  }
}
