import { FfmpegFailedError, FfmpegMissingError } from '../errors.ts';
import { type ProgramEnd, ProgramMissing, type ProgramOptions, runProgram } from '../program/run-program.ts';

/**
 * What a file from outside may be. Left out are the formats that name other files or addresses, such as playlists: ffmpeg
 * would open those for whoever made the file.
 */
const FORMATS =
  'aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,ogg,w64,wav,wv';

/** What ffmpeg and ffprobe are told of a file that they read. */
export function inputArguments(path: string): readonly string[] {
  return ['-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS, '-i', `file:${path}`];
}

export interface FfmpegOptions extends ProgramOptions {
  /** For people, as an infinitive: `read this file`. */
  readonly purpose: string;
}

/** Runs ffmpeg to its end, whatever its exit code. Throws `FfmpegMissingError` and the signal's reason. */
export function runFfmpeg(args: readonly string[], options: FfmpegOptions): Promise<ProgramEnd> {
  return runOf('ffmpeg', ['-nostdin', '-hide_banner', '-nostats', '-y', ...args], options);
}

/** What ffprobe says of a file, as JSON. Throws `FfmpegMissingError`, `FfmpegFailedError` and the signal's reason. */
export async function runFfprobe(path: string, options: FfmpegOptions): Promise<unknown> {
  const args = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', ...inputArguments(path)];
  const end = await runOf('ffprobe', args, options);
  if (end.code !== 0) throw ffmpegFailed(end, options.purpose);
  return JSON.parse(end.stdout) as unknown;
}

export function ffmpegFailed({ code, stderr }: ProgramEnd, purpose: string): FfmpegFailedError {
  const said = stderr.trim().slice(0, 500) || 'It said nothing.';
  return new FfmpegFailedError(purpose, { problem: `it failed (exit ${code}): ${said}` });
}

async function runOf(command: string, args: readonly string[], options: FfmpegOptions): Promise<ProgramEnd> {
  try {
    return await runProgram(command, args, options);
  } catch (error) {
    if (error instanceof ProgramMissing) throw new FfmpegMissingError(options.purpose, { cause: error });
    throw error;
  }
}
