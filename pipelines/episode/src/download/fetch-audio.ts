import { formatBytes, formatDuration, toFailure } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import { USER_AGENT } from '../feed/index.ts';
import { hostOf, readAnswer } from './answer.ts';
import { AudioRefusedError, TransferCutError, tooLarge } from './errors.ts';
import { BEGINNING_BYTES, refuseWhatIsNoAudio } from './no-audio.ts';
import { PartialFile, UNKNOWN_VERSION } from './partial-file.ts';
import { rest, StopWatch } from './stop-watch.ts';
import { TransferRate } from './transfer-rate.ts';

export interface FetchAudioOptions {
  readonly episodeId: string;
  readonly url: string;
  readonly policy: OutboundPolicy;
  /** Where files are as far as they have come. */
  readonly folder: string;
  readonly maxBytes: number;
  readonly patience: Patience;
}

/** How long a server may be silent, and how often it is asked again. */
export interface Patience {
  readonly idleTimeoutMs: number;
  /** The waits before it is asked again, one after another; those that bring the file further begin anew. */
  readonly waitsMs: readonly number[];
}

export const PATIENCE: Patience = { idleTimeoutMs: 60_000, waitsMs: [1_000, 5_000, 15_000, 30_000, 60_000] };

/** Longest time of one connection. A file that is not through by then is asked for from where it is. */
const CONNECTION_MS = 2 * 60 * 60_000;
/** A server that cuts each connection after fewer bytes than these gets the file nowhere. */
const FURTHER_BYTES = 1_000_000;

/**
 * Downloads a file that is audio by its content. A connection that is cut is taken up where it ended, also by another process
 * on this machine after a crash or a pause, if the server can send parts. The caller closes the file, and removes it when
 * it is stored.
 *
 * Throws `AudioRefusedError`, `AudioStatusError`, `TransferCutError`, and what `guardedFetch` throws.
 */
export async function fetchAudio(step: Step, options: FetchAudioOptions): Promise<PartialFile> {
  const { episodeId, url, folder, patience } = options;
  await using stack = new AsyncDisposableStack();
  const file = stack.use(await PartialFile.open(folder, `${episodeId} ${url}`));
  if (file.isWhole) step.log('All of it is here from an earlier try.', { url });
  let waits = 0;
  let furthest = file.bytes;
  while (!file.isWhole) {
    try {
      const from = file.canGoOn ? { from: file.bytes } : {};
      await step.action('fetch_audio', { url, ...from }, ({ signal }) => receive(step, file, { ...options, signal }), {
        timeoutMs: CONNECTION_MS,
        output: () => formatBytes(file.bytes),
      });
      break;
    } catch (error) {
      step.signal.throwIfAborted();
      if (stopKindOf(error) !== null) throw error;
      if (file.bytes - furthest >= FURTHER_BYTES) waits = 0;
      furthest = Math.max(furthest, file.bytes);
      // A server of which nothing has come is probably gone; there are other sources.
      const allowed = furthest > 0 ? patience.waitsMs : patience.waitsMs.slice(0, 1);
      const waitMs = isPassing(error) ? allowed[waits] : undefined;
      if (waitMs === undefined) {
        if (!isPassing(error) || !file.canGoOn) await file.remove();
        throw error;
      }
      waits += 1;
      step.log(`${toFailure(error).message} ${howItGoesOn(file)}, in ${formatDuration(waitMs)}.`, { url }, 'warn');
      await rest(step, waitMs);
    }
  }
  stack.move();
  return file;
}

interface ReceiveOptions extends FetchAudioOptions {
  readonly signal: AbortSignal;
}

/** One connection: from where the file is to its end. */
async function receive(step: Step, file: PartialFile, options: ReceiveOptions): Promise<void> {
  const { url, policy, maxBytes, patience, signal } = options;
  if (!file.canGoOn) await file.begin(UNKNOWN_VERSION);
  const { bytes: from, version } = file;
  // Also the first time: it tells at once whether the server sends parts, and that nothing be packed on the way.
  const range = { range: `bytes=${from}-`, ...(from === 0 ? {} : { 'if-range': version.validator ?? '' }) };
  using stop = new StopWatch(step);
  const response = await guardedFetch(url, {
    policy,
    signal: AbortSignal.any([signal, stop.signal]),
    headers: { accept: 'audio/*, video/*;q=0.8, */*;q=0.5', 'user-agent': USER_AGENT, ...range },
    allowDowngrade: true, // Most counters of podcasts have such a redirect somewhere.
    maxBytes: Number.MAX_SAFE_INTEGER,
    timeoutMs: CONNECTION_MS,
    idleTimeoutMs: patience.idleTimeoutMs,
  });
  try {
    const answer = readAnswer(response, { from, version, maxBytes });
    if (answer === null) {
      await file.begin(UNKNOWN_VERSION);
      throw new TransferCutError(`${hostOf(response)} has another file now than the one that was begun.`);
    }
    if (answer.from === 0) await file.begin(answer);
    if (answer.from < from) step.log('The server sends the file from its beginning again.', { url });
    await write(step, file, response, { maxBytes });
  } finally {
    await response.body?.cancel().catch(() => undefined);
  }
}

async function write(
  step: Step,
  file: PartialFile,
  response: Response,
  { maxBytes }: { readonly maxBytes: number },
): Promise<void> {
  const hostname = hostOf(response);
  const { total } = file.version;
  const rate = new TransferRate();
  let isJudged = file.bytes >= BEGINNING_BYTES;
  if (total !== null) step.size(total, 'bytes');
  for await (const chunk of response.body ?? []) {
    await file.append(chunk);
    if (file.bytes > maxBytes) throw tooLarge(hostname, maxBytes);
    if (!isJudged && file.bytes >= BEGINNING_BYTES) {
      await refuseWhatIsNoAudio(file.path, hostname);
      isJudged = true;
    }
    const current = inWords(file.bytes, total, rate.at(performance.now(), file.bytes));
    step.progress({ done: file.bytes, total, unit: 'bytes', current });
  }
  if (file.bytes === 0) throw new AudioRefusedError(`The file of ${hostname} is empty.`);
  if (!isJudged) await refuseWhatIsNoAudio(file.path, hostname);
  if (total !== null && file.bytes < total) {
    throw new TransferCutError(`${hostname} sent ${formatBytes(file.bytes)} of ${formatBytes(total)}.`);
  }
  if (total === null) step.size(file.bytes, 'bytes');
}

function inWords(bytes: number, total: number | null, rate: number | null): string {
  const far = total === null ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(total)}`;
  return rate === null ? far : `${far}, ${formatBytes(rate)}/s`;
}

function howItGoesOn(file: PartialFile): string {
  if (file.bytes === 0) return 'It is asked for again';
  if (file.canGoOn) return `It goes on at ${formatBytes(file.bytes)}`;
  return 'It begins again, as the server does not send parts';
}

/** What may be different when it is asked for again. */
function isPassing(error: unknown): boolean {
  return (error as { readonly retryable?: unknown } | null)?.retryable === true;
}
