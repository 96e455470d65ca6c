import { z } from 'zod';
import type { Segment } from '../transcript/transcript.ts';

const TRANSCRIPT = z.object({
  segments: z.array(
    z.object({
      startTime: z.number(),
      endTime: z.number().optional(),
      body: z.string(),
      speaker: z.string().nullish(),
    }),
  ),
});

/** JSON as Podcasting 2.0 describes it; `null`: it is something else. */
export function parseJsonTranscript(text: string): readonly Segment[] | null {
  const { segments } = TRANSCRIPT.safeParse(parse(text)).data ?? {};
  if (segments === undefined) return null;
  return segments.map(({ startTime, endTime, body, speaker }, index) => ({
    start: startTime,
    end: endTime ?? segments[index + 1]?.startTime ?? startTime,
    text: body.replace(/\s+/g, ' ').trim(),
    ...(speaker ? { speaker: speaker.trim() } : {}),
  }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
