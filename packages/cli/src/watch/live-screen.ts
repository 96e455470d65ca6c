import { stripVTControlCharacters } from 'node:util';
import { createLogUpdate } from 'log-update';
import { cellsOf } from '../format/cells.ts';

/** At most so often is the picture drawn, in ms, and at least so often, so that ages count up while nothing happens. */
const FRAME_MS = 100;
const TICK_MS = 1_000;

/** What there is to draw on. The terminal has one column more, as a full line makes some begin a new one, and one line. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A picture that is drawn again in its place, as often as something of it changes. */
export class LiveScreen implements Disposable {
  readonly #stdout: NodeJS.WriteStream;
  readonly #draw: (size: Size) => readonly string[];
  readonly #log: ReturnType<typeof createLogUpdate>;
  readonly #ticks: NodeJS.Timeout;
  #frame: NodeJS.Timeout | null = null;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #shown: readonly string[] = [];

  constructor(stdout: NodeJS.WriteStream, draw: (size: Size) => readonly string[]) {
    this.#stdout = stdout;
    this.#draw = draw;
    this.#log = createLogUpdate(stdout);
    this.#ticks = setInterval(() => this.changed(), TICK_MS);
    stdout.on('resize', this.#resized);
    this.changed();
  }

  get size(): Size {
    const { columns, rows } = this.#stdout;
    return { columns: Math.max(1, columns - 1), rows: Math.max(1, rows - 1) };
  }

  /** Something has changed: it is drawn soon, together with what else changes until then. */
  changed(): void {
    this.#frame ??= setTimeout(() => this.#paint(), Math.max(0, this.#drawnAtMs + FRAME_MS - performance.now()));
  }

  /** Leaves these lines in the place of the picture, as many as there are. */
  end(lines: readonly string[]): void {
    this.#stop();
    this.#log.clear();
    this.#log.done();
    this.#stdout.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Leaves the last picture. */
  [Symbol.dispose](): void {
    this.#stop();
    this.#log.done();
  }

  #stop(): void {
    clearInterval(this.#ticks);
    if (this.#frame !== null) clearTimeout(this.#frame);
    this.#frame = null;
    this.#stdout.off('resize', this.#resized);
  }

  #paint(): void {
    this.#frame = null;
    this.#drawnAtMs = performance.now();
    this.#shown = this.#draw(this.size);
    this.#log(this.#shown.join('\n'));
  }

  readonly #resized = (): void => {
    // A terminal that got narrower has broken the lines, so the picture takes more of them than were drawn.
    const extra = this.#shown.reduce((sum, line) => sum + brokenInto(line, this.#stdout.columns) - 1, 0);
    this.#stdout.write('\u001b[2K\u001b[1A'.repeat(extra));
    this.#log.clear();
    this.#paint();
  };
}

function brokenInto(line: string, columns: number): number {
  return Math.max(1, Math.ceil(cellsOf(stripVTControlCharacters(line)) / columns));
}
