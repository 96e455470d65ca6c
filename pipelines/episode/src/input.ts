import { z } from 'zod';

const webUrl = z.url({ protocol: /^https?$/ }).max(2_000);

/** What a run of `episode` is submitted with: one of the places where an episode can be. */
export const episodeInput = z.union([
  z.strictObject({
    url: webUrl.meta({ description: 'The page of an episode, a feed (its newest episode is taken) or an audio file.' }),
  }),
  z.strictObject({
    feed: webUrl.meta({ description: 'A feed.' }),
    guid: z.string().min(1).max(500).meta({ description: 'Which of its episodes: its guid.' }),
  }),
  z.strictObject({
    upload: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'The SHA-256 of an audio file that was uploaded.' }),
    name: z.string().min(1).max(255).meta({ description: 'The name of that file.' }),
  }),
  z.strictObject({
    episodeId: z
      .string()
      .regex(/^[0-9a-z]{16}$/)
      .meta({ description: 'An episode that is known.' }),
  }),
]);

export type EpisodeInput = z.output<typeof episodeInput>;
