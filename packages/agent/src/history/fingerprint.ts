import { createHash } from 'node:crypto';

/** What a conversation is about: it is gone on with only where all of this is the same. */
export function fingerprintOf(about: {
  readonly instructions: string;
  readonly prompt: string;
  readonly tools: readonly string[];
}): string {
  const { instructions, prompt, tools } = about;
  return createHash('sha256')
    .update(JSON.stringify([instructions, prompt, tools.toSorted()]))
    .digest('hex');
}
