import type { Context } from 'hono';
import type { Logger, ServerEnv } from '../context.ts';

export interface StreamBodyOptions {
  readonly c: Context<ServerEnv>;
  readonly logger: Logger;
  /** Called once when nobody will read on, however that came. */
  readonly release: () => void;
}

/**
 * A body that is read as its reader takes it. If reading fails half way, the connection is cut: the status was sent long
 * ago, and an end in good order would make what arrived look whole.
 */
export function streamBody(
  source: AsyncIterator<Uint8Array>,
  { c, logger, release }: StreamBodyOptions,
): ReadableStream<Uint8Array> {
  const { outgoing } = c.env ?? {};
  let isGone = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await source.next();
          if (isGone) return;
          if (done !== true) return controller.enqueue(value);
          release();
          controller.close();
        } catch (error) {
          if (isGone) return; // Its reader has left, and took with it what was being read.
          release();
          const { method, path } = c.req;
          logger.error({ error, method, path }, `${method} ${path} broke off`);
          // The adapter would end the answer with the error's text. A stream without a socket is failed in its own way.
          if (outgoing === undefined) controller.error(error);
          else outgoing.destroy();
        }
      },
      cancel() {
        isGone = true;
        release();
      },
    },
    // Nothing is read that nobody has asked for.
    { highWaterMark: 0 },
  );
}
