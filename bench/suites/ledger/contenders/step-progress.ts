import type { Progress, RunRecorder } from '@telltale/ledger';
import { STEP } from '../make-run.ts';

const LISTED = 5;

/** Says how far a step is whenever an item starts or ends, as the engine does. */
export class StepProgress {
  readonly #run: RunRecorder;
  readonly #keys: readonly string[];
  readonly #current = new Set<string>();
  #started = 0;
  #done = 0;

  constructor(run: RunRecorder, keys: readonly string[]) {
    this.#run = run;
    this.#keys = keys;
  }

  start(key: string): void {
    this.#started += 1;
    this.#current.add(key);
    this.#run.progress(this.#tell);
  }

  finish(key: string): void {
    this.#done += 1;
    this.#current.delete(key);
    this.#run.progress(this.#tell);
  }

  readonly #tell = (): Progress => ({
    step: STEP,
    total: this.#keys.length,
    done: this.#done,
    failed: 0,
    skipped: 0,
    unit: 'segments',
    current: firstOf(this.#current).map((key) => ({ key })),
    upNext: this.#keys.slice(this.#started, this.#started + LISTED).map((key) => ({ key })),
  });
}

function firstOf(keys: Iterable<string>): string[] {
  const first: string[] = [];
  for (const key of keys) {
    first.push(key);
    if (first.length === LISTED) break;
  }
  return first;
}
