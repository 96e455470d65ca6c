import { z } from 'zod';
import { MAX_GUID_BYTES } from './feed/index.ts';
import { webUrl } from './web-url.ts';

/** Postgres refuses NUL, and where a name is shown the others do something. */
const line = z.string().regex(/^\P{Cc}+$/u, 'expected a text without control characters');

/** What a run of `episode` is submitted with: one of the places where an episode can be. */
export const episodeInput = z.union([
  z.strictObject({
    url: webUrl.meta({ description: 'The page of an episode, a feed (its newest episode is taken) or an audio file.' }),
  }),
  z.strictObject({
    feed: webUrl.meta({ description: 'A feed.' }),
    guid: line
      .refine((guid) => Buffer.byteLength(guid) <= MAX_GUID_BYTES, `expected at most ${MAX_GUID_BYTES} bytes`)
      .meta({ description: 'Which of its episodes: its guid.' }),
  }),
  z.strictObject({
    upload: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'The SHA-256 of an audio file that was uploaded.' }),
    name: line.max(255).meta({ description: 'The name of that file.' }),
  }),
  z.strictObject({
    episodeId: z
      .string()
      .regex(/^[0-9a-z]{16}$/)
      .meta({ description: 'An episode that is known.' }),
  }),
]);

export type EpisodeInput = z.output<typeof episodeInput>;
