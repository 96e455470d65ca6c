import { DEFAULT_TIMEOUT_MS, mayBeAbandoned, type WaitOptions, withTimeLimit } from '../real-time.ts';

/** What crosses between parent and child: plain data with a `type`. */
export interface Message {
  readonly type: string;
}

/** The messages of one type out of a union. */
export type MessageOf<M extends Message, Type extends M['type']> = Extract<M, { readonly type: Type }>;

interface Reader<M> {
  readonly type: string;
  readonly deliver: (message: M) => void;
}

/** Keeps each message until somebody takes it, so that it doesn't matter who is first. Each message is taken once. */
export class Inbox<M extends Message> {
  readonly #messages: M[] = [];
  readonly #readers: Reader<M>[] = [];
  readonly #closed = Promise.withResolvers<never>();

  constructor() {
    this.#closed.promise.catch(() => undefined);
  }

  put(message: M): void {
    const index = this.#readers.findIndex(({ type }) => type === message.type);
    if (index === -1) this.#messages.push(message);
    else this.#readers.splice(index, 1)[0]?.deliver(message);
  }

  /** No message will come any more: whoever waits gets the error. Messages that are here can still be taken. */
  close(error: Error): void {
    this.#closed.reject(error);
  }

  /** The oldest message of the type that nobody has taken yet, or the next to come. */
  take<Type extends M['type']>(
    type: Type,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: WaitOptions,
    explain: (types: string) => string,
  ): Promise<MessageOf<M, Type>> {
    const index = this.#messages.findIndex((message) => message.type === type);
    const [message] = index === -1 ? [] : this.#messages.splice(index, 1);
    if (message) return Promise.resolve(message as MessageOf<M, Type>);
    const delivered = Promise.withResolvers<M>();
    const reader = { type, deliver: delivered.resolve };
    this.#readers.push(reader);
    const limited = withTimeLimit(Promise.race([delivered.promise, this.#closed.promise]), timeoutMs, () => {
      this.#readers.splice(this.#readers.indexOf(reader), 1);
      const others = this.#messages.map((other) => `"${other.type}"`).join(', ');
      return explain(others === '' ? 'no other message waits' : `messages that wait: ${others}`);
    });
    return mayBeAbandoned(limited as Promise<MessageOf<M, Type>>);
  }
}
