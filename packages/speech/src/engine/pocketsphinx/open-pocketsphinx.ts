import { readWavAsPcm, readWavFormat } from '../../audio/wav-file.ts';
import { SpeechEngineError } from '../../errors.ts';
import { runProgram } from '../../program/run-program.ts';
import type { Segment } from '../../transcript/transcript.ts';
import type { SpeechEngine, SpeechInput } from '../speech-engine.ts';
import { UtteranceReader } from './read-utterances.ts';

/** About a minute, with room to find a pause: short enough for a pause of the run to take hold soon. */
const MAX_PIECE_S = 75;
export const POCKETSPHINX_COMMAND = 'pocketsphinx_continuous';
/**
 * Samples come through a pipe, so that it ends at the end of its input should this process die. It opens that pipe by its name,
 * which the socket that Node makes for a standard input does not allow: `cat` is in between.
 */
const THROUGH_PIPE = 'cat | "$0" -infile /dev/stdin -time yes';
/** What a shell says of a command that is not there. */
const NOT_FOUND = 127;
const DESCRIPTION = 'PocketSphinx (en-us)';

export interface PocketSphinxOptions {
  /** Name on PATH, or a path. Default: `pocketsphinx_continuous`. */
  readonly command?: string;
}

/** PocketSphinx of the system, with its US English model: no network, no download, many words wrong. A process for each piece. */
export function openPocketSphinx({ command = POCKETSPHINX_COMMAND }: PocketSphinxOptions = {}): SpeechEngine {
  return {
    kind: 'pocketsphinx',
    description: DESCRIPTION,
    takes: { format: 'wav' },
    languages: ['en'],
    maxPieceS: MAX_PIECE_S,
    transcribe: async (input) => ({ segments: await recognise(command, input), language: 'en' }),
  };
}

async function recognise(command: string, input: SpeechInput): Promise<readonly Segment[]> {
  const wav = await readWavFormat(input.path);
  if (wav === null) throw failed('it was given a file that is no WAV file');
  const reader = new UtteranceReader();
  const segments: Segment[] = [];
  const { code, stderr } = await runProgram('sh', ['-c', THROUGH_PIPE, command], {
    signal: input.signal,
    input: readWavAsPcm(input.path, wav),
    onOutput: (chunk) => {
      segments.push(...reader.push(chunk.toString('utf8')));
      const last = segments.at(-1);
      if (last !== undefined) input.onProgress?.(Math.min(last.end, input.durationS));
    },
  });
  if (code === NOT_FOUND) throw missing(command);
  if (code !== 0) throw failed(causeOf(stderr) ?? `it ended with exit code ${code}`);
  return segments;
}

function missing(command: string): SpeechEngineError {
  return new SpeechEngineError(`PocketSphinx cannot be run: there is no ${command} on this machine.`, {
    engine: DESCRIPTION,
    code: 'speech_missing',
    hint: 'Install it: apt install pocketsphinx pocketsphinx-en-us',
  });
}

/** Its log is long and mostly information; errors come last. */
function causeOf(stderr: string): string | undefined {
  const line = stderr.split('\n').findLast((each) => /^(?:ERROR|FATAL)/.test(each));
  return line
    ?.replace(/^\w+:\s*(?:"[^"]*", line \d+: )?/, '')
    .trim()
    .replace(/\.$/, '')
    .slice(0, 300);
}

function failed(problem: string): SpeechEngineError {
  return new SpeechEngineError(`PocketSphinx failed: ${problem}.`, {
    engine: DESCRIPTION,
    code: 'speech_failed',
    hint: 'Check that its model is installed: apt install pocketsphinx-en-us',
  });
}
