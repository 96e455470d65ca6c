import type { Nearest } from '../nearest.ts';
import type { Point } from '../vector-store.ts';

/** All points of an owner as they are in the database. */
export interface MatrixRow {
  readonly owner: string;
  readonly version: string;
  /** In the order of their vectors. */
  readonly points: readonly Pick<Point, 'id' | 'tags'>[];
  readonly vectors: Buffer;
}

/** All points of an owner, ready to be compared with. */
export class Matrix {
  readonly owner: string;
  /** Of the row that it was made of. */
  readonly version: string;
  readonly #ids: readonly number[];
  /** By tag: the rows that have it, ascending. */
  readonly #rowsByTag = new Map<string, number[]>();
  readonly #vectors: Float32Array;
  readonly #dimensions: number;

  constructor({ owner, version, points, vectors }: MatrixRow) {
    this.owner = owner;
    this.version = version;
    this.#ids = points.map(({ id }) => id);
    this.#vectors = new Float32Array(new Uint8Array(vectors).buffer); // A copy: the driver's buffer is a part of a larger one.
    this.#dimensions = this.#vectors.length / points.length;
    for (const [row, { tags }] of points.entries()) for (const tag of new Set(tags)) this.#note(tag, row);
  }

  get bytes(): number {
    return this.#vectors.byteLength;
  }

  /** Offers to `nearest` each point that has all of the tags. */
  search(vector: Float32Array, tags: readonly string[], nearest: Nearest): void {
    if (tags.length > 0) for (const row of this.#rowsWith(tags)) this.#offer(row, vector, nearest);
    else for (let row = 0; row < this.#ids.length; row += 1) this.#offer(row, vector, nearest);
  }

  #offer(row: number, vector: Float32Array, nearest: Nearest): void {
    const score = this.#product(row * this.#dimensions, vector);
    if (score < nearest.threshold) return;
    nearest.add({ id: this.#ids[row] ?? 0, owner: this.owner, score });
  }

  /** Four sums at once, which do not wait for each other: about twice as fast as one. */
  #product(start: number, vector: Float32Array): number {
    const vectors = this.#vectors;
    const end = vector.length;
    const whole = end - (end % 4);
    let [a, b, c, d] = [0, 0, 0, 0];
    let index = 0;
    for (; index < whole; index += 4) {
      a += (vectors[start + index] as number) * (vector[index] as number);
      b += (vectors[start + index + 1] as number) * (vector[index + 1] as number);
      c += (vectors[start + index + 2] as number) * (vector[index + 2] as number);
      d += (vectors[start + index + 3] as number) * (vector[index + 3] as number);
    }
    for (; index < end; index += 1) a += (vectors[start + index] as number) * (vector[index] as number);
    return Math.max(-1, Math.min(1, a + b + c + d));
  }

  #rowsWith(tags: readonly string[]): readonly number[] {
    const [first = [], ...others] = tags.map((tag) => this.#rowsByTag.get(tag) ?? []);
    const sets = others.map((rows) => new Set(rows));
    return first.filter((row) => sets.every((set) => set.has(row)));
  }

  #note(tag: string, row: number): void {
    const rows = this.#rowsByTag.get(tag);
    if (rows === undefined) this.#rowsByTag.set(tag, [row]);
    else rows.push(row);
  }
}

/** The columns of a row for these points, whose vectors have length 1. */
export function matrixColumns(points: readonly Point[]): { readonly points: string; readonly vectors: Buffer } {
  return {
    points: JSON.stringify(points.map(({ id, tags }) => ({ id, tags }))),
    vectors: Buffer.concat(
      points.map(({ vector }) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)),
    ),
  };
}
