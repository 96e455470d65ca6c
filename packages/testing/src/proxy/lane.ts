import type { Socket } from 'node:net';
import { realNow } from '../real-time.ts';
import { resetSocket } from './reset-socket.ts';

export type Direction = 'toServer' | 'toClient';

/** What a direction does with its bytes right now, on every connection of the proxy. */
export interface LaneRules {
  /** How long each chunk waits before it goes on. */
  delayMs: number;
  /** Nothing goes on, not even the end of the connection; all of it waits for better times. */
  held: boolean;
  /** Bytes vanish. */
  dropped: boolean;
}

interface LaneParts {
  readonly from: Socket;
  readonly to: Socket;
  readonly rules: LaneRules;
  /** Called with each chunk when its turn has come, just before it is passed on or dropped. */
  readonly onChunk: (chunk: Buffer) => void;
  /** Called when `bytesUntilCut` has come down to 0, after the last byte was written. */
  readonly onCutPoint: () => void;
}

interface Parcel {
  readonly dueAt: number;
  /** Bytes, or how the sender ended. */
  readonly content: Buffer | 'end' | 'reset';
}

/** One direction of one connection: takes from one socket, gives to the other, in order, under the rules. */
export class Lane {
  /** Bytes that were passed on. */
  bytes = 0;
  /** Bytes that were dropped: after them the receiver could make no sense of what follows. */
  droppedBytes = 0;
  /** Drops on this connection alone. */
  dropping = false;
  /** After so many more bytes the connection is cut; `undefined` for never. */
  bytesUntilCut: number | undefined;
  readonly #parts: LaneParts;
  readonly #queue: Parcel[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    const { from } = parts;
    let ended = false;
    from.on('data', (chunk) => this.#take(chunk));
    from.once('end', () => {
      ended = true;
      this.#take('end');
    });
    from.once('close', () => {
      if (!ended) this.#take('reset');
    });
  }

  /** Passes on what may go on now. To be called whenever a rule has changed. */
  pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { rules } = this.#parts;
    while (!rules.held) {
      const [parcel] = this.#queue;
      if (!parcel) return;
      const waitMs = parcel.dueAt - realNow();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.pump(), Math.ceil(waitMs));
        return;
      }
      this.#queue.shift();
      this.#deliver(parcel.content);
    }
  }

  /** Forgets what it holds, and passes nothing on any more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #take(content: Parcel['content']): void {
    if (this.#closed) return;
    this.#queue.push({ dueAt: realNow() + this.#parts.rules.delayMs, content });
    // With a timer running something before it still waits.
    if (this.#timer === undefined) this.pump();
  }

  #deliver(content: Parcel['content']): void {
    const { to } = this.#parts;
    if (to.destroyed) return;
    if (content === 'end') to.end();
    else if (content === 'reset') resetSocket(to);
    else this.#deliverBytes(content);
  }

  #deliverBytes(content: Buffer): void {
    const { from, to, rules, onChunk, onCutPoint } = this.#parts;
    onChunk(content);
    if (rules.dropped || this.dropping) {
      this.droppedBytes += content.length;
      return;
    }
    const passed = content.subarray(0, this.bytesUntilCut);
    this.bytes += passed.length;
    const last = this.bytesUntilCut !== undefined && passed.length === this.bytesUntilCut;
    if (this.bytesUntilCut !== undefined) this.bytesUntilCut -= passed.length;
    const roomLeft = to.write(passed, () => {
      if (last) onCutPoint();
    });
    if (roomLeft) return;
    from.pause();
    to.once('drain', () => from.resume());
  }
}
