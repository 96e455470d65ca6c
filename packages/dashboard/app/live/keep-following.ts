import type { ApiError, ConnectionMessage, EndMessage } from '@telltale/api';
import { asApiError, logInAgain } from './client.ts';
import { atServer } from './clock.ts';
import { connectionIs, setConnection, setInTurns } from './connection.ts';
import { takePlace } from './take-place.ts';

/** A page that nobody looks at lets go of its connection after so long, in ms: a browser has six for all its pages. */
const REST_AFTER_MS = 20_000;
/** One that was opened behind others, and never seen, does so as soon as it has something to show. */
const REST_UNSEEN_AFTER_MS = 3_000;
/** A page without a place of its own is connected for so long after it has caught up, and then not for so long, in ms. */
const TURN_MS = 500;
const BETWEEN_TURNS_MS = 3_000;
/** A timer that is so late, in ms, tells that the machine was asleep: the connection is one of a time before. */
const ASLEEP_MS = 10_000;
const WATCH_EVERY_MS = 2_000;

type Common =
  | ConnectionMessage
  | EndMessage
  | { readonly kind: 'status'; readonly state: 'live' | 'away'; readonly since: string };

/** They come when all that has happened meanwhile has come. */
const CAUGHT_UP: readonly string[] = ['run', 'resync'];

export interface Followed<Message extends Common | { readonly kind: string }> {
  /** Opens the stream where it stopped. */
  readonly open: (signal: AbortSignal) => AsyncIterable<Message>;
  readonly receive: (message: Message) => void;
  /** Another try would not mend it. */
  readonly onRefused: (error: ApiError) => void;
}

/**
 * Follows a stream until it is told to stop: goes on after a sleep of the machine or a change of the network at once, and rests
 * while nobody looks. Says how the connection is as it goes.
 */
export function keepFollowing<Message extends Common | { readonly kind: string }>({
  open,
  receive,
  onRefused,
}: Followed<Message>): () => void {
  let current: AbortController | null = null;
  let isOver = false;
  let wasSeen = false;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let lastTick = Date.now();

  async function follow(): Promise<void> {
    const controller = new AbortController();
    current = controller;
    const { signal } = controller;
    try {
      while (!signal.aborted && !isOver) {
        const hasPlace = await takePlace(signal);
        if (signal.aborted) return;
        setInTurns(!hasPlace);
        await takeTurn(signal, hasPlace);
        if (!hasPlace) await rested(BETWEEN_TURNS_MS, signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      isOver = true;
      const refusal = asApiError(error);
      logInAgain(refusal);
      setConnection(connectionIs('offline', refusal));
      onRefused(refusal);
    } finally {
      // Its place is free for another page.
      controller.abort();
    }
  }

  /** Receives what there is: all that ever comes, or in turns with other pages what has come meanwhile. */
  async function takeTurn(signal: AbortSignal, hasPlace: boolean): Promise<void> {
    const turn = new AbortController();
    for await (const message of open(hasPlace ? signal : AbortSignal.any([signal, turn.signal]))) {
      if (signal.aborted) return;
      tell(message as Common);
      receive(message);
      if (!hasPlace && CAUGHT_UP.includes(message.kind)) setTimeout(() => turn.abort(), TURN_MS);
    }
  }

  function tell(message: Common): void {
    if (message.kind === 'connection') {
      setConnection(
        message.state === 'live'
          ? connectionIs('catching-up')
          : { ...connectionIs('offline', message.error), since: atServer(message.since) },
      );
    } else if (message.kind === 'status' && message.state === 'away') {
      setConnection({ state: 'away', since: message.since, error: null });
    } else if (message.kind === 'status') {
      setConnection(connectionIs('catching-up'));
    } else if (message.kind === 'end') {
      isOver = true;
      setConnection(connectionIs('ended'));
    }
  }

  function restart(): void {
    if (isOver) return;
    current?.abort();
    void follow();
  }

  function rest(): void {
    if (isOver) return;
    current?.abort();
    current = null;
    setConnection(connectionIs('resting'));
  }

  function onVisibility(): void {
    clearTimeout(restTimer);
    if (document.visibilityState === 'hidden') {
      restTimer = setTimeout(rest, wasSeen ? REST_AFTER_MS : REST_UNSEEN_AFTER_MS);
      return;
    }
    wasSeen = true;
    if (current === null) restart();
  }

  /** A page that rests goes on when somebody looks, and not before. */
  function onNetwork(): void {
    if (current !== null) restart();
  }

  function watchSleep(): void {
    const now = Date.now();
    const slept = now - lastTick > WATCH_EVERY_MS + ASLEEP_MS;
    lastTick = now;
    // Timers of hidden pages are late without any sleep.
    if (slept && document.visibilityState === 'visible') restart();
  }

  const watch = setInterval(watchSleep, WATCH_EVERY_MS);
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('online', onNetwork);
  void follow();
  // It may have been opened behind others.
  onVisibility();
  return () => {
    isOver = true;
    current?.abort();
    setInTurns(false);
    clearInterval(watch);
    clearTimeout(restTimer);
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('online', onNetwork);
  };
}

async function rested(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
