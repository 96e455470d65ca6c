import { OutboundLimitError } from '../errors.ts';
import type { Patience } from './patience.ts';

export interface LimitedBodyOptions {
  readonly host: string;
  readonly maxBytes: number;
  /** Ends with the body. */
  readonly patience: Patience;
}

/** A body as it is read, until it is larger or slower than it may be. Counts what a reader gets: unpacked bytes. */
export function limitedBody(
  source: ReadableStream<Uint8Array>,
  { host, maxBytes, patience }: LimitedBodyOptions,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await patience.waitFor(host, reader.read());
          if (done) {
            controller.close();
            patience.end();
            return;
          }
          bytes += value.byteLength;
          if (bytes > maxBytes) throw tooLarge(host, maxBytes);
          controller.enqueue(value);
        } catch (error) {
          patience.giveUp(error);
          throw error;
        }
      },
      cancel(reason) {
        patience.giveUp(reason);
      },
    },
    // Nothing is read ahead: who reads slowly is not taken for a site that sends slowly.
    { highWaterMark: 0 },
  );
}

export function tooLarge(host: string, maxBytes: number): OutboundLimitError {
  return new OutboundLimitError(host, `${host} sends more than the ${maxBytes.toLocaleString('en')} bytes it may.`, {
    hint: 'Raise the limit if the file is meant to be this large.',
  });
}
