import { TelltaleError } from '@telltale/core';

/** As many streams are open as this server serves. */
export class StreamsExhaustedError extends TelltaleError {
  override readonly name = 'StreamsExhaustedError';
  constructor(maxClients: number) {
    super(`This server serves ${maxClients} live streams at a time, and all of them are taken.`, {
      code: 'streams_exhausted',
      hint: 'Try again in a moment, or close a window that follows runs and is not needed.',
      retryable: true,
      details: { maxClients },
    });
  }
}

/** The client took nothing of what waited for it for so long that it was let go. */
export class StreamStalledError extends TelltaleError {
  override readonly name = 'StreamStalledError';
  constructor(stallMs: number) {
    super(`The client of a live stream took nothing for ${stallMs} ms.`, {
      code: 'stream_stalled',
      hint: 'Connect again with the id of the last event.',
      retryable: true,
      details: { stallMs },
    });
  }
}

/** The server is being stopped, and opens no stream any more. */
export class ShuttingDownError extends TelltaleError {
  override readonly name = 'ShuttingDownError';
  constructor() {
    super('The server is being stopped.', {
      code: 'shutting_down',
      hint: 'Try again when it runs again.',
      retryable: true,
    });
  }
}
