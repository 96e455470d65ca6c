import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SpeechEngine, SpeechInput, Transcript } from '@telltale/speech';

export interface EngineScript extends Partial<Pick<SpeechEngine, 'kind' | 'description' | 'languages'>> {
  /** What it does with a piece, told by what is in it. Default: hears one sentence in it. */
  readonly hears?: (piece: string, input: SpeechInput) => Transcript | Promise<Transcript>;
}

/** An engine that hears what a test says, in pieces of 12 seconds at most. */
export function scriptedEngine({ hears = sentence, ...engine }: EngineScript = {}): SpeechEngine {
  return {
    kind: 'whisper',
    description: 'scripted engine',
    takes: { format: 'wav' },
    languages: null,
    maxPieceS: 12,
    ...engine,
    transcribe: async (input) => {
      const piece = createHash('sha256')
        .update(await readFile(input.path))
        .digest('hex')
        .slice(0, 12);
      return await hears(piece, input);
    },
  };
}

/** One sentence for a piece, with its times. */
export function sentence(piece: string, { durationS }: Pick<SpeechInput, 'durationS'>): Transcript {
  return { segments: [{ start: 0, end: durationS, text: `They say ${piece}.` }], language: 'en' };
}
