import { tell } from '../observers.ts';
import type { Life } from './feed-stream.ts';
import type { RunMessage } from './messages.ts';
import { messageOf, type RunKey } from './page.ts';
import type { PageReader } from './page-reader.ts';
import type { FeedHooks } from './settings.ts';
import type { Tail } from './tail.ts';
import type { Tails } from './tails.ts';

export interface FollowOptions {
  readonly key: RunKey;
  readonly after: number;
  readonly tails: Tails;
  readonly history: PageReader;
  readonly hooks: FeedHooks;
}

/**
 * One subscriber of one run. It holds a position and nothing else; each message is looked for when it is asked for:
 *
 * 1. among what the run's tail keeps;
 * 2. if it has all that the tail has read, by waiting there;
 * 3. else in the database, a page at a time. That is also who says that history is gone, or the run.
 *
 * So a reader who stops costs nothing, holds up nobody, and later takes the third way.
 */
export async function* followRun(life: Life, options: FollowOptions): AsyncGenerator<RunMessage, undefined, undefined> {
  const { key, tails, history } = options;
  let position = options.after;
  const tail = tails.enter(key);
  try {
    while (!life.ended) {
      let message: RunMessage | null = tail.take(position);
      if (message === null && tail.reaches(position)) {
        await waitAtTip(life, tail, position, options.hooks);
        continue;
      }
      if (message === null) {
        const page = await life.until(history.read(key, position));
        if (page === undefined) return;
        message = messageOf(page, position);
      }
      position = after(message, position);
      if (message === null || (message.kind === 'events' && message.lastSeq === position)) tail.place(position);
      if (message === null) continue;
      yield message;
      if (message.kind === 'gone') return;
    }
  } finally {
    tails.leave(tail);
  }
}

async function waitAtTip(life: Life, tail: Tail, position: number, hooks: FeedHooks): Promise<void> {
  const waiter = tail.wait(position);
  tell(() => hooks.waiting?.({ runId: tail.key.runId, position }));
  try {
    await life.until(waiter.promise);
  } finally {
    tail.forget(waiter);
  }
}

/** Where somebody at `position` is once he has had `message`. */
function after(message: RunMessage | null, position: number): number {
  if (message?.kind === 'events') return position + message.events.length;
  if (message?.kind === 'reset') return message.firstSeq - 1;
  return position;
}
