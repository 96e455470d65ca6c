import type { ApiError } from '@telltale/api';
import { Store } from '../../../live/store.ts';

export type UploadState =
  | { readonly name: 'waiting' }
  | { readonly name: 'uploading'; readonly sentBytes: number }
  /** All of it is there; its run is being started. */
  | { readonly name: 'submitting' }
  | { readonly name: 'started'; readonly runId: string; readonly created: boolean; readonly message: string | null }
  /** The recording was made into an episode before, by a run that has succeeded. */
  | { readonly name: 'known'; readonly episodeId: string; readonly runId: string }
  | { readonly name: 'failed'; readonly error: ApiError };

/** One file on its way. */
export interface Upload {
  readonly id: number;
  readonly file: Pick<File, 'name' | 'size'>;
  readonly state: UploadState;
}

type Outcome = Extract<UploadState, { readonly name: 'started' | 'known' }>;

/** How a file gets there. */
export interface UploadWork<F> {
  /** Sends it; gives what the server calls it. Rejects with an `ApiError`, and with the signal's reason. */
  readonly send: (file: F, tell: (sentBytes: number) => void, signal: AbortSignal) => Promise<string>;
  /** Starts a run for what was sent. */
  readonly submit: (upload: string, file: F, signal: AbortSignal) => Promise<Outcome>;
  readonly asApiError: (error: unknown) => ApiError;
}

/** What is sent at the same time. */
const AT_ONCE = 2;

/** States in which something is still to be done for a file. */
const OPEN: readonly UploadState['name'][] = ['waiting', 'uploading', 'submitting'];

export function isOpen({ state }: Upload): boolean {
  return OPEN.includes(state.name);
}

/** Files that are sent, a few at a time, each followed by a run of its own. */
export class Uploads<F extends Pick<File, 'name' | 'size'> = File> {
  readonly list = new Store<readonly Upload[]>([]);
  readonly #work: UploadWork<F>;
  readonly #files = new Map<number, F>();
  readonly #underWay = new Map<number, AbortController>();
  #lastId = 0;

  constructor(work: UploadWork<F>) {
    this.#work = work;
  }

  add(files: readonly F[]): void {
    const added = files.map((file): Upload => {
      this.#lastId += 1;
      this.#files.set(this.#lastId, file);
      return { id: this.#lastId, file, state: { name: 'waiting' } };
    });
    this.list.set([...this.list.get(), ...added]);
    this.#goOn();
  }

  /** Adds files that are not even tried. */
  refuse(files: readonly F[], error: ApiError): void {
    const refused = files.map((file): Upload => {
      this.#lastId += 1;
      return { id: this.#lastId, file, state: { name: 'failed', error } };
    });
    this.list.set([...this.list.get(), ...refused]);
  }

  canRetry(id: number): boolean {
    return this.#files.has(id);
  }

  retry(id: number): void {
    if (!this.#files.has(id)) return;
    this.#set(id, { name: 'waiting' });
    this.#goOn();
  }

  /** Ends what is under way for a file, and forgets it. */
  remove(id: number): void {
    this.#underWay.get(id)?.abort();
    this.#underWay.delete(id);
    this.#files.delete(id);
    this.list.set(this.list.get().filter((upload) => upload.id !== id));
    this.#goOn();
  }

  removeDone(): void {
    const done = this.list.get().filter(({ state }) => state.name === 'started' || state.name === 'known');
    for (const { id } of done) this.remove(id);
  }

  cancelAll(): void {
    for (const upload of this.list.get().filter(isOpen)) this.remove(upload.id);
  }

  #goOn(): void {
    for (const { id, state } of this.list.get()) {
      if (this.#underWay.size >= AT_ONCE) return;
      if (state.name === 'waiting') void this.#bring(id);
    }
  }

  async #bring(id: number): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined) return;
    const cancelling = new AbortController();
    const { signal } = cancelling;
    this.#underWay.set(id, cancelling);
    this.#set(id, { name: 'uploading', sentBytes: 0 });
    try {
      const tell = (sentBytes: number) => !signal.aborted && this.#set(id, { name: 'uploading', sentBytes });
      const upload = await this.#work.send(file, tell, signal);
      this.#set(id, { name: 'submitting' });
      const outcome = await this.#work.submit(upload, file, signal);
      // A large file is not kept any longer than it is needed.
      this.#files.delete(id);
      this.#set(id, outcome);
    } catch (error) {
      // What was cancelled is gone from the list.
      if (!signal.aborted) this.#set(id, { name: 'failed', error: this.#work.asApiError(error) });
    }
    if (this.#underWay.get(id) === cancelling) this.#underWay.delete(id);
    this.#goOn();
  }

  #set(id: number, state: UploadState): void {
    this.list.set(this.list.get().map((upload) => (upload.id === id ? { ...upload, state } : upload)));
  }
}
