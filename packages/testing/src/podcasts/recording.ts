import { readFileSync } from 'node:fs';
import type { ScriptedEpisode } from './episodes.ts';

/** What is said in a recording, and when. Times in seconds. */
export interface Recording {
  readonly durationS: number;
  readonly cues: readonly { readonly startS: number; readonly endS: number; readonly text: string }[];
}

/** The media types of recordings. */
export const AUDIO_TYPES = { mp3: 'audio/mpeg', m4a: 'audio/mp4', wav: 'audio/wav' } as const;

/** The audio of an episode: speech, a few seconds of it. */
export function audioOf({ key, format }: ScriptedEpisode): Buffer {
  return readFileSync(new URL(`recordings/${key}.${format}`, import.meta.url));
}

export function recordingOf({ key }: ScriptedEpisode): Recording {
  return JSON.parse(readFileSync(new URL(`recordings/${key}.json`, import.meta.url), 'utf8'));
}

/** Its transcript as WebVTT. */
export function vttOf(episode: ScriptedEpisode): string {
  const cues = recordingOf(episode).cues.map(
    ({ startS, endS, text }) => `${time(startS)} --> ${time(endS)}\n<v Inga>${text}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** Its transcript as the JSON of Podcasting 2.0. */
export function transcriptJsonOf(episode: ScriptedEpisode): string {
  const segments = recordingOf(episode).cues.map(({ startS: startTime, endS: endTime, text: body }) => {
    return { speaker: 'Inga', startTime, endTime, body };
  });
  return JSON.stringify({ version: '1.0.0', segments });
}

/** Its chapters, one for each sentence, as the JSON of Podcasting 2.0. */
export function chaptersOf(episode: ScriptedEpisode): string {
  const chapters = recordingOf(episode).cues.map(({ startS, text }) => ({ startTime: startS, title: text }));
  return JSON.stringify({ version: '1.2.0', chapters });
}

function time(seconds: number): string {
  return new Date(Math.round(seconds * 1_000)).toISOString().slice(11, -1);
}
