import { z } from 'zod';

const MAX_CHARACTERS = 2_000;

/** An address that somebody submits. It counts as it is sent: a letter of some script takes nine characters there. */
export const webUrl = z
  .url({ protocol: /^https?$/ })
  .max(MAX_CHARACTERS)
  .refine((url) => (URL.parse(url)?.href.length ?? 0) <= MAX_CHARACTERS, {
    error: `expected an address of at most ${MAX_CHARACTERS} characters, each that is not ASCII as %XX`,
  })
  .refine((url) => /^\P{Cc}+$/u.test(url), { error: 'expected an address without control characters' });
