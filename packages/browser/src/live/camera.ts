import { createHash } from 'node:crypto';
import type { Step } from '@telltale/engine';
import type { CaptureOptions, Screenshot } from '../session/browser-session.ts';
import { within } from '../within.ts';
import type { Picture } from './picture.ts';

const LABEL_CHARACTERS = 30;

export interface CameraTimes {
  /** Longest time for one picture, until it is stored. */
  readonly limitMs: number;
  /** Work that takes longer gets its first live picture then. */
  readonly firstLiveMs: number;
  /** Between one live picture and the next. */
  readonly nextLiveMs: number;
}

const TIMES: CameraTimes = { limitMs: 5_000, firstLiveMs: 2_000, nextLiveMs: 5_000 };

export interface CameraOptions {
  readonly step: Step;
  readonly take: (marker: CaptureOptions['marker']) => Promise<Picture>;
  /** Whether the session is over, and pictures are not missed any more. */
  readonly isOver: () => boolean;
  readonly times?: CameraTimes;
}

/** Takes and keeps the pictures of a session, one at a time. */
export class Camera {
  readonly #step: Step;
  readonly #take: CameraOptions['take'];
  readonly #isOver: () => boolean;
  readonly #times: CameraTimes;
  #queue: Promise<unknown> = Promise.resolve();
  #lastSha256: string | null = null;
  #count = 0;

  constructor({ step, take, isOver, times = TIMES }: CameraOptions) {
    this.#step = step;
    this.#take = take;
    this.#isOver = isOver;
    this.#times = times;
  }

  /** How many were kept. */
  get count(): number {
    return this.#count;
  }

  /** `null` if it could not be taken in time; the trace says so. */
  async capture(label: string, { marker }: CaptureOptions = {}): Promise<Screenshot | null> {
    return await this.#next(label, async () => await this.#keep(label, await this.#take(marker)));
  }

  /** Takes pictures while `work` runs and takes long, if the page has changed since the last one. */
  async during<T>(label: string, work: () => Promise<T>): Promise<T> {
    const { firstLiveMs, nextLiveMs } = this.#times;
    let isDone = false;
    const look = async () => {
      await this.#next(label, () => this.#keepIfChanged(`${label}-live`));
      if (!isDone) timer = setTimeout(() => void look(), nextLiveMs);
    };
    let timer = setTimeout(() => void look(), firstLiveMs);
    try {
      return await work();
    } finally {
      isDone = true;
      clearTimeout(timer);
    }
  }

  /** After those before it; its failure is no one's but the trace's. */
  async #next<T>(label: string, capture: () => Promise<T>): Promise<T | null> {
    const before = this.#queue;
    const own = Promise.withResolvers<void>();
    this.#queue = own.promise;
    await before;
    try {
      return this.#isOver() ? null : await within('it', this.#times.limitMs, capture);
    } catch (error) {
      if (!this.#isOver()) this.#step.log(`No picture could be taken (${label}): ${reasonOf(error)}`, {}, 'warn');
      return null;
    } finally {
      own.resolve();
    }
  }

  async #keepIfChanged(label: string): Promise<void> {
    const picture = await this.#take(undefined);
    if (sha256(picture.jpeg) !== this.#lastSha256) await this.#keep(label, picture);
  }

  async #keep(label: string, { jpeg, thumbnail, url, width, height }: Picture): Promise<Screenshot> {
    this.#count += 1;
    this.#lastSha256 = sha256(jpeg);
    const name = `${String(this.#count).padStart(4, '0')}-${safe(label)}`;
    const [artifact, small] = await Promise.all([
      this.#step.artifact({ name: `${name}.jpg`, kind: 'screenshot', contentType: 'image/jpeg', source: jpeg }),
      this.#step.artifact({
        name: `${name}-small.jpg`,
        kind: 'thumbnail',
        contentType: 'image/jpeg',
        source: thumbnail,
      }),
    ]);
    return { jpeg, artifact, thumbnail: small, url, width, height };
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
}

/** As a part of a file's name. */
function safe(label: string): string {
  const cleaned = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LABEL_CHARACTERS)
    .replaceAll(/^-+|-+$/g, '');
  return cleaned || 'page';
}
