// The process that whisper.cpp runs in: its native code can only be stopped from outside. It does one piece of work, says what
// came of it, and ends. It ends as well when the process that started it is gone.

import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';

/** More are no faster: memory is what it then waits for. */
const MAX_THREADS = 8;

/** What is used of `@fugood/whisper.node`, whose own types come as sources that do not compile here. */
interface WhisperPackage {
  initWhisper(options: { readonly filePath: string; readonly useGpu: boolean }): Promise<{
    transcribeFile(
      path: string,
      options: {
        readonly language: string;
        readonly maxThreads: number;
        readonly onProgress: (percent: number) => void;
      },
    ): {
      readonly promise: Promise<
        Omit<Extract<WhisperWord, { type: 'done' }>, 'type' | 'language'> & { readonly language?: string }
      >;
    };
  }>;
}

/** What it is told. */
export interface WhisperOrder {
  readonly model: string;
  readonly audio: string;
  /** ISO 639-1, or `auto`. */
  readonly language: string;
}

/** What it says. Times of segments are in units of 10 ms. */
export type WhisperWord =
  | { readonly type: 'progress'; readonly percent: number }
  | {
      readonly type: 'done';
      readonly language: string | null;
      readonly segments: readonly { readonly text: string; readonly t0: number; readonly t1: number }[];
    }
  | { readonly type: 'failed'; readonly problem: 'missing' | 'failed'; readonly message: string };

async function serve(order: WhisperOrder): Promise<WhisperWord> {
  let whisper: WhisperPackage;
  try {
    whisper = createRequire(import.meta.url)('@fugood/whisper.node') as WhisperPackage;
  } catch (error) {
    return { type: 'failed', problem: 'missing', message: String(error) };
  }
  try {
    const context = await whisper.initWhisper({ filePath: order.model, useGpu: false });
    const { promise } = context.transcribeFile(order.audio, {
      language: order.language,
      maxThreads: Math.min(MAX_THREADS, availableParallelism()),
      onProgress: (percent) => say({ type: 'progress', percent }),
    });
    const { segments, language = null } = await promise;
    return { type: 'done', segments, language };
  } catch (error) {
    return { type: 'failed', problem: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function say(word: WhisperWord, then: () => void = () => undefined): void {
  process.send?.(word, undefined, undefined, then);
}

// Not `process.exit`, which waits for native threads.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (order: WhisperOrder) => {
  void serve(order).then((end) => say(end, () => process.disconnect()));
});
