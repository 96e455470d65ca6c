import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WhisperOrder, WhisperWord } from './whisper-child.ts';

/** `.ts` in the sources, `.js` as published. */
const CHILD = fileURLToPath(new URL(`whisper-child${extname(import.meta.url)}`, import.meta.url));
const KEPT_STDERR_CHARACTERS = 16_384;

export type WhisperEnd =
  | Extract<WhisperWord, { type: 'done' }>
  | (Extract<WhisperWord, { type: 'failed' }> & { readonly stderr: string });

export interface RunWhisperOptions {
  readonly signal: AbortSignal;
  /** Per cent as whisper.cpp counts: sometimes more than 100, sometimes backwards. */
  readonly onProgress: (percent: number) => void;
  /** The program of the process. Default: the one that loads whisper.cpp. */
  readonly child?: string;
}

/** Runs whisper.cpp in a process of its own. Throws the signal's reason, once the process is gone. */
export async function runWhisper(order: WhisperOrder, { signal, onProgress, child = CHILD }: RunWhisperOptions) {
  signal.throwIfAborted();
  const running = fork(child, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const kill = () => running.kill('SIGKILL');
  const closed = once(running, 'close') as Promise<[code: number | null, killedBy: string | null]>;
  signal.addEventListener('abort', kill);
  let stderr = '';
  let end: Exclude<WhisperWord, { type: 'progress' }> | null = null;
  running.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  running.on('message', (word: WhisperWord) => {
    if (word.type === 'progress') onProgress(word.percent);
    else end = word;
  });
  try {
    running.send(order, () => undefined); // One that is gone already says so by its end.
    const [code, killedBy] = await closed;
    signal.throwIfAborted();
    return endOf(end, { code, killedBy, stderr });
  } finally {
    kill();
    signal.removeEventListener('abort', kill);
  }
}

function endOf(
  end: Exclude<WhisperWord, { type: 'progress' }> | null,
  {
    code,
    killedBy,
    stderr,
  }: { readonly code: number | null; readonly killedBy: string | null; readonly stderr: string },
): WhisperEnd {
  if (end?.type === 'done') return end;
  if (end !== null) return { ...end, stderr };
  const how = killedBy === null ? `exit code ${code}` : `signal ${killedBy}`;
  return { type: 'failed', problem: 'failed', message: `its process ended with ${how}`, stderr };
}
