import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpeechModelError } from '../../errors.ts';
import { tryLockFile } from '../../program/lock-file.ts';
import type { PrepareOptions } from '../speech-engine.ts';
import type { WhisperModel } from './whisper-models.ts';

/** A server that sends nothing for so long has given up, in ms. */
const STALLED_MS = 60_000;
/** While another process fetches it. */
const LOOK_AGAIN_MS = 250;

export interface FetchModelOptions extends WhisperModel, PrepareOptions {
  readonly name: string;
  /** Where it is to be. */
  readonly path: string;
  readonly modelsUrl: string;
}

/**
 * Makes sure that a model is there, complete and with the right checksum. It is fetched once, however many ask at the same
 * time; what an earlier try left is continued. Throws `SpeechModelError`, and the signal's reason.
 */
export async function fetchWhisperModel(options: FetchModelOptions): Promise<void> {
  const { path, bytes, signal, onProgress } = options;
  const isThere = async () => (await sizeOf(path)) === bytes;
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  while (!(await isThere())) {
    signal.throwIfAborted();
    await using lock = await tryLockFile(`${path}.lock`);
    if (lock === null) {
      onProgress?.(Math.min(bytes, await sizeOf(part)), bytes);
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    } else if (!(await isThere())) {
      await fetchRest(part, options);
      await verify(part, options);
      await rename(part, path);
    }
  }
}

async function fetchRest(part: string, options: FetchModelOptions): Promise<void> {
  const { name, bytes, modelsUrl, signal } = options;
  const url = `${modelsUrl.replace(/\/+$/, '')}/ggml-${name}.bin`;
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(new Error('the server sent nothing for a minute')), STALLED_MS);
  const had = await sizeOf(part);
  if (had >= bytes) return clearTimeout(timer);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, stall.signal]),
      headers: had > 0 ? { range: `bytes=${had}-` } : {},
    });
    if (!response.ok || response.body === null) throw refused(options, url, response.status);
    const from = response.status === 206 ? had : 0;
    await append(part, from, response.body, options, () => timer.refresh());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SpeechModelError) throw error;
    throw interrupted(options, url, error);
  } finally {
    clearTimeout(timer);
  }
}

async function append(
  part: string,
  from: number,
  body: ReadableStream<Uint8Array>,
  { bytes, onProgress }: FetchModelOptions,
  alive: () => void,
): Promise<void> {
  await using file = await open(part, from === 0 ? 'w' : 'a');
  let done = from;
  for await (const chunk of body) {
    alive();
    await file.writeFile(chunk);
    done += chunk.length;
    onProgress?.(Math.min(done, bytes), bytes);
    if (done > bytes) return; // It is not this model, which its checksum will say.
  }
}

async function verify(part: string, { name, bytes, sha256, signal }: FetchModelOptions): Promise<void> {
  const size = await sizeOf(part);
  if (size < bytes) {
    throw new SpeechModelError(`The model ${name} came only in part: ${size} of ${bytes} bytes.`, {
      model: name,
      hint: 'Try again: what is there is kept, and the rest is fetched.',
      retryable: true,
    });
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(part, { signal })) hash.update(chunk as Buffer);
  if (size === bytes && hash.digest('hex') === sha256) return;
  await rm(part, { force: true });
  throw new SpeechModelError(`What was fetched as the model ${name} is something else: its checksum is wrong.`, {
    model: name,
    hint: 'Check where models are fetched from, and that no proxy answers in its place. Nothing of it was kept.',
  });
}

function refused({ name }: FetchModelOptions, url: string, status: number): SpeechModelError {
  return new SpeechModelError(`The model ${name} could not be fetched from ${url}: status ${status}.`, {
    model: name,
    hint: 'Check where models are fetched from; or fetch the file by hand, and give its path as the model.',
    retryable: status === 429 || status >= 500,
  });
}

function interrupted({ name }: FetchModelOptions, url: string, error: unknown): SpeechModelError {
  const { message, cause } = error as Error;
  const why = cause instanceof Error && cause.message !== '' ? cause.message : message;
  return new SpeechModelError(`The model ${name} could not be fetched from ${url}: ${why.replace(/\.$/, '')}.`, {
    model: name,
    hint: 'Check the network and the free space on disk, and try again: what is there is kept. Or fetch the file by hand, and give its path as the model.',
    retryable: true,
    cause: error,
  });
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
