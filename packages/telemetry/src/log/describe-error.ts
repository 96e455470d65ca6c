import { toBoundedText, toFailure } from '@telltale/core';

/** An error as a log line tells it. */
export interface DescribedError {
  readonly code?: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The errors behind it, outermost first. */
  readonly causes?: readonly string[];
  readonly stack?: string;
}

/** A stack in characters: some twenty frames. */
const STACK_CHARACTERS = 4_000;

/** Anything that was thrown, redacted and bounded. Never throws. */
export function describeError(thrown: unknown, { withStack }: { readonly withStack: boolean }): DescribedError {
  const { code, message, causes } = toFailure(thrown);
  const hint = textAt(thrown, 'hint');
  const stack = withStack ? textAt(thrown, 'stack') : undefined;
  return {
    ...(code === undefined ? {} : { code }),
    message,
    ...(hint === undefined ? {} : { hint: toBoundedText(hint) }),
    ...(causes === undefined ? {} : { causes }),
    ...(stack === undefined ? {} : { stack: toBoundedText(stack, { maxCharacters: STACK_CHARACTERS }) }),
  };
}

function textAt(thrown: unknown, key: 'hint' | 'stack'): string | undefined {
  try {
    const value = (thrown as Record<string, unknown> | null | undefined)?.[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  } catch {
    return undefined;
  }
}
