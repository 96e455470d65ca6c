import { formatBytes, formatDuration } from '@telltale/core';
import type { Step } from '@telltale/engine';
import { type AudioFacts, probeAudio } from '@telltale/speech';
import { isSilent } from '../media/is-silent.ts';

/** Longest time of decoding a file once. An hour takes seconds; a machine may be busy. */
const MEASURE_MS = 30 * 60_000;

/**
 * What is in a file, found out by decoding all of it; what people should know of it is said. Throws `AudioUnreadableError`, and
 * `FfmpegMissingError`.
 */
export async function measure(step: Step, path: string, bytes: number): Promise<AudioFacts> {
  const facts = await step.action(
    'measure_audio',
    { bytes: formatBytes(bytes) },
    ({ signal }) => probeAudio(path, { signal }),
    { timeoutMs: MEASURE_MS, output: inWords },
  );
  for (const warning of warningsOf(facts)) step.log(warning, {}, 'warn');
  if (facts.hasVideo) step.log('The file is a video: its sound is taken.');
  return facts;
}

function warningsOf({ durationS, claimedDurationS, truncated, loudness }: AudioFacts): readonly string[] {
  return [
    ...(truncated && claimedDurationS !== null
      ? [
          `The file breaks off: it says that it lasts ${seconds(claimedDurationS)}, and ends after ${seconds(durationS)}. What is there is used.`,
        ]
      : []),
    ...(isSilent(loudness) ? ['The audio is silent from beginning to end.'] : []),
  ];
}

function inWords({ durationS, codec, channels, sampleRate }: AudioFacts): string {
  return `${seconds(durationS)}, ${codec}, ${channels} × ${sampleRate} Hz`;
}

function seconds(value: number): string {
  return formatDuration(value * 1_000);
}
