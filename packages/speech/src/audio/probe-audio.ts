import { z } from 'zod';
import { AudioUnreadableError, FfmpegFailedError, FfmpegMissingError } from '../errors.ts';
import type { AudioFacts, Loudness } from './audio-facts.ts';
import { decodeAudio } from './decode-audio.ts';
import { runFfprobe } from './ffmpeg.ts';
import { LevelMeter } from './level-meter.ts';
import { readMediaTags } from './read-media-tags.ts';
import { sniffMedia } from './sniff-media.ts';
import { readWavFormat } from './wav-file.ts';

/** A file that claims so much more than it holds, in seconds and as a share, has lost its end. Encoders round by less. */
const TRUNCATED_S = 2;
const TRUNCATED_SHARE = 0.02;
/** Tracks that only a player with a licence can decode: FairPlay, and MPEG common encryption. */
const PROTECTED_TAGS = ['drms', 'enca'];

const STREAM = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().default('unknown'),
  codec_tag_string: z.string().optional(),
  sample_rate: z.coerce.number().default(0),
  channels: z.number().default(0),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
});
const PROBED = z.object({
  streams: z.array(STREAM).default([]),
  format: z.object({
    format_name: z.string(),
    duration: z.coerce.number().optional(),
    bit_rate: z.coerce.number().optional(),
  }),
});

type Header = Pick<AudioFacts, 'container' | 'codec' | 'claimedDurationS' | 'channels' | 'sampleRate' | 'hasVideo'> & {
  readonly bitrate: number | null;
};

/**
 * What is in an audio file, or the sound of a video. Decodes all of it, which takes a few seconds an hour: what a header
 * claims may be wrong. Needs ffmpeg for everything but WAV.
 *
 * Throws `AudioUnreadableError`, `FfmpegMissingError`, and the signal's reason.
 */
export async function probeAudio(path: string, { signal }: { readonly signal: AbortSignal }): Promise<AudioFacts> {
  await refuseOtherThings(path);
  const header = await readHeader(path, signal);
  const meter = new LevelMeter();
  const said = await decodeAudio(path, {
    signal,
    onPcm: (chunk) => meter.push(chunk),
    filter: 'ebur128=peak=true:framelog=verbose',
  });
  const { durationS } = meter;
  // What ffmpeg worked out from the size of the file is no claim of the file.
  const claimed = said?.includes('Estimating duration from bitrate') === true ? null : header.claimedDurationS;
  return {
    ...header,
    bitrate: header.bitrate ?? 0,
    durationS,
    claimedDurationS: claimed,
    truncated: claimed !== null && claimed - durationS > Math.max(TRUNCATED_S, claimed * TRUNCATED_SHARE),
    tags: await readMediaTags(path),
    loudness: loudnessOf(said, meter),
  };
}

async function refuseOtherThings(path: string): Promise<void> {
  const { kind, mime } = await sniffMedia(path);
  if (kind === 'empty') throw new AudioUnreadableError('it is empty', { code: 'audio_empty' });
  if (kind === 'html') throw notAudio('it is a web page');
  if (kind === 'xml') throw notAudio('it is an XML document, such as a feed');
  if (kind === 'text') throw notAudio('it is text');
  if (kind === 'unknown' && mime !== null) throw notAudio(`it is of the type ${mime}`);
}

function notAudio(problem: string): AudioUnreadableError {
  return new AudioUnreadableError(problem, { code: 'audio_not_audio' });
}

async function readHeader(path: string, signal: AbortSignal): Promise<Header> {
  try {
    return toHeader(PROBED.parse(await runFfprobe(path, { purpose: 'read this file', signal })));
  } catch (error) {
    if (error instanceof FfmpegFailedError) {
      throw new AudioUnreadableError('it is damaged, or of a kind that nothing here can read', {
        code: 'audio_corrupt',
        cause: error,
      });
    }
    if (error instanceof FfmpegMissingError) return await readWavHeader(path, error);
    throw error;
  }
}

function toHeader({ streams, format }: z.output<typeof PROBED>): Header {
  const hasVideo = streams.some(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  );
  const audio = streams.find(({ codec_type }) => codec_type === 'audio');
  if (audio === undefined) {
    throw hasVideo
      ? new AudioUnreadableError('it is a video without sound', { code: 'audio_without_sound' })
      : notAudio('there is no sound in it');
  }
  if (PROTECTED_TAGS.includes(audio.codec_tag_string ?? '')) {
    throw new AudioUnreadableError('it is copy-protected (DRM)', { code: 'audio_protected' });
  }
  return {
    container: format.format_name,
    codec: audio.codec_name,
    claimedDurationS: format.duration ?? null,
    channels: audio.channels,
    sampleRate: audio.sample_rate,
    bitrate: format.bit_rate ?? null,
    hasVideo,
  };
}

async function readWavHeader(path: string, missing: FfmpegMissingError): Promise<Header> {
  const wav = await readWavFormat(path);
  if (wav === null) throw missing;
  const { channels, sampleRate, bits, isFloat, claimedBytes } = wav;
  const bitrate = channels * sampleRate * bits;
  return {
    container: 'wav',
    codec: isFloat ? `pcm_f${bits}le` : bits === 8 ? 'pcm_u8' : `pcm_s${bits}le`,
    claimedDurationS: (claimedBytes * 8) / bitrate,
    channels,
    sampleRate,
    bitrate,
    hasVideo: false,
  };
}

/** From the summary that ffmpeg's `ebur128` ends with. What is too quiet to be measured it gives as −70 LUFS. */
function loudnessOf(said: string | null, meter: LevelMeter): Loudness {
  const summary = said?.slice(said.lastIndexOf('Summary:')) ?? '';
  const lufs = numberAfter(summary, /\bI:\s+(-?[\d.]+) LUFS/);
  return {
    integratedLufs: lufs !== null && lufs > -70 ? lufs : null,
    truePeakDb: numberAfter(summary, /\bPeak:\s+(-?[\d.]+) dBFS/),
    silentShare: meter.silentShare,
  };
}

function numberAfter(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
