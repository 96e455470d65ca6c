import { z } from 'zod';

const MINUTE_MS = 60_000;

/**
 * What a run of `browse` is submitted with.
 * @param allowed the only domains that there are for any run; none: all of them
 */
export function browseInput(allowed: readonly string[]) {
  const domain = z
    .hostname()
    .transform((name) => name.toLowerCase())
    .refine((name) => allowed.length === 0 || allowed.some((other) => isWithin(name, other)), {
      error: `this installation allows only ${allowed.join(', ')} and what is below`,
    });
  return z.strictObject({
    task: z.string().trim().min(1).max(10_000).describe('What to do or to find out, as you would tell a person.'),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Where to begin. Default: the agent has to know.'),
    allowedDomains: z
      .array(domain)
      .min(1)
      .max(100)
      .optional()
      .describe('The only domains whose pages may be opened, with all below them. Default: all that may be.'),
    maxRequests: z.int().min(1).max(200).default(50).describe('How often the language model may be asked.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(60 * MINUTE_MS)
      .default(10 * MINUTE_MS)
      .describe('How long the agent may work, in ms. The time that a person takes to answer does not count.'),
  });
}

export type BrowseInput = z.output<ReturnType<typeof browseInput>>;

/** `shop.example.org` is within `example.org`. */
function isWithin(name: string, domain: string): boolean {
  const other = domain.toLowerCase();
  return name === other || name.endsWith(`.${other}`);
}
