import type { Matrix } from './matrix.ts';

/** What the database says of an owner. */
export interface ListedMatrix {
  readonly owner: string;
  readonly version: string;
  readonly pointCount: number;
}

export interface MatrixCacheOptions {
  /** How much is kept at most, in bytes. */
  readonly maxBytes: number;
  /** Called once, when something could not be kept. */
  readonly onFull: () => void;
}

/** The matrices that this process has read, each as long as it is what the database has, and as there is room. */
export class MatrixCache {
  readonly #maxBytes: number;
  readonly #onFull: () => void;
  readonly #matrices = new Map<string, Matrix>();
  #bytes = 0;
  #full = false;
  #lane: Promise<unknown> = Promise.resolve();

  constructor({ maxBytes, onFull }: MatrixCacheOptions) {
    this.#maxBytes = maxBytes;
    this.#onFull = onFull;
  }

  /** Whether there was more than it may keep. */
  get full(): boolean {
    return this.#full;
  }

  get({ owner, version }: ListedMatrix): Matrix | null {
    const matrix = this.#matrices.get(owner);
    return matrix?.version === version ? matrix : null;
  }

  /**
   * These matrices, of which `load` reads those that are not here. One caller reads at a time, so that many searches that
   * come at once do not all read the same, nor hold it all in memory.
   */
  async load(
    listed: readonly ListedMatrix[],
    load: (owners: readonly string[]) => Promise<readonly Matrix[]>,
  ): Promise<readonly Matrix[]> {
    const loading = this.#lane.then(async () => {
      const here = listed.flatMap((each) => this.get(each) ?? []);
      const owners = new Set(listed.map(({ owner }) => owner)).difference(new Set(here.map(({ owner }) => owner)));
      if (owners.size === 0) return here;
      const read = await load([...owners]);
      for (const matrix of read) this.#keep(matrix);
      return [...here, ...read];
    });
    this.#lane = loading.catch(() => undefined);
    return await loading;
  }

  /** Lets go of all owners but these. */
  retain(owners: ReadonlySet<string>): void {
    for (const owner of this.#matrices.keys()) if (!owners.has(owner)) this.#drop(owner);
  }

  #keep(matrix: Matrix): void {
    this.#drop(matrix.owner);
    if (this.#bytes + matrix.bytes > this.#maxBytes) {
      if (!this.#full) this.#onFull();
      this.#full = true;
      return;
    }
    this.#matrices.set(matrix.owner, matrix);
    this.#bytes += matrix.bytes;
  }

  #drop(owner: string): void {
    this.#bytes -= this.#matrices.get(owner)?.bytes ?? 0;
    this.#matrices.delete(owner);
  }
}
