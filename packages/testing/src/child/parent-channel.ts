import type { WaitOptions } from '../real-time.ts';
import { Inbox, type Message, type MessageOf } from './inbox.ts';

/** A child process's side of the messages with the test that started it. */
export interface ParentChannel<FromChild extends Message, ToChild extends Message> {
  /** Resolves when the message has left this process: a SIGKILL right after doesn't lose it. */
  send(message: FromChild): Promise<void>;
  /** The oldest message of this type that was not taken yet, or the next that comes. Default limit: none. */
  message<Type extends ToChild['type']>(type: Type, options?: WaitOptions): Promise<MessageOf<ToChild, Type>>;
  /** Lets the process end when it has nothing else to do. */
  close(): void;
}

// What setTimeout can take at most: the parent has limits of its own.
const NO_LIMIT_MS = 2 ** 31 - 1;

/** For use in a file that `startChild` or `runChild` starts. */
export function parentChannel<FromChild extends Message = Message, ToChild extends Message = Message>(): ParentChannel<
  FromChild,
  ToChild
> {
  const inbox = new Inbox<ToChild>();
  process.on('message', (message) => inbox.put(message as ToChild));
  process.once('disconnect', () => inbox.close(new Error('The parent process has closed the channel.')));
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        if (!process.send) return reject(new Error('This process was not started by startChild or runChild.'));
        process.send(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
      }),
    message: (type, { timeoutMs = NO_LIMIT_MS } = {}) =>
      inbox.take(type, { timeoutMs }, (others) => `The parent sent no "${type}" within ${timeoutMs} ms (${others}).`),
    close: () => process.disconnect?.(),
  };
}
