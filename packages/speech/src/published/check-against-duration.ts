import { clockTime } from '../pieces/clock-time.ts';
import type { Transcript } from '../transcript/transcript.ts';

/** Publishers cut intros and advertisements after they have transcribed: so much may be past the end, in seconds and as a share. */
const PAST_END_S = 10;
const PAST_END_SHARE = 0.02;
/** A transcript whose last words are before this share of the audio is one of something shorter. */
const REACHES_SHARE = 0.5;
/** The share of segments that may begin before the one in front of them: speakers who interrupt each other. */
const OUT_OF_ORDER_SHARE = 0.1;
/** Nobody speaks so slowly for a whole episode, in words a minute, or so fast. */
const SLOWEST_WPM = 10;
const FASTEST_WPM = 400;

/**
 * Whether a publisher's transcript can be one of this audio, by its times. Gives `null` if it can, else the reason, which ends
 * the sentence "It is not used: …".
 */
export function checkAgainstDuration({ segments }: Transcript, durationS: number): string | null {
  const endS = segments.reduce((latest, { end }) => Math.max(latest, end), 0);
  const audio = clockTime(durationS);
  if (endS > durationS + Math.max(PAST_END_S, durationS * PAST_END_SHARE)) {
    return `its last words are at ${clockTime(endS)}, and the audio ends at ${audio}`;
  }
  if (endS < durationS * REACHES_SHARE) return `it ends at ${clockTime(endS)}, and the audio goes on until ${audio}`;
  const outOfOrder = segments.filter(({ start }, index) => start < (segments[index - 1]?.start ?? 0)).length;
  if (outOfOrder > segments.length * OUT_OF_ORDER_SHARE) return 'its times go back and forth';
  // Languages without spaces between words have about as many characters as others have in a third of a word.
  const words = segments.reduce((sum, { text }) => sum + Math.max(text.split(/\s+/).length, text.length / 20), 0);
  const perMinute = words / (durationS / 60);
  if (perMinute < SLOWEST_WPM) return `it has ${Math.round(words)} words for ${audio} of audio`;
  if (perMinute > FASTEST_WPM) return `it has ${Math.round(words)} words, more than anybody can say in ${audio}`;
  return null;
}
