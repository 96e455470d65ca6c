import { type Failure, redactText, toFailure } from '@telltale/core';

const MAX_STACK_CHARACTERS = 4_000;

/**
 * An error as it is kept: name, message, code, stack and the chain of causes, redacted and cut. What a library hangs on
 * its errors (a request with its headers) stays out of the database; and a body that catches the error sees the same
 * thing whether it was thrown just now or read back.
 */
export function plainError(thrown: unknown): Error {
  const failure = toFailure(thrown);
  const error = named(failure, causeOf(failure.causes ?? []));
  const stack = stackOf(thrown);
  if (typeof stack === 'string') error.stack = redactText(stack).slice(0, MAX_STACK_CHARACTERS);
  return error;
}

function stackOf(thrown: unknown): unknown {
  try {
    return (thrown as { readonly stack?: unknown } | null | undefined)?.stack;
  } catch {
    return undefined;
  }
}

function named({ name, message, code }: Failure, cause: Error | undefined): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { name, ...(code === undefined ? {} : { code }) });
}

function causeOf([first, ...others]: readonly string[]): Error | undefined {
  if (first === undefined) return undefined;
  const deeper = causeOf(others);
  return new Error(first, deeper === undefined ? undefined : { cause: deeper });
}
