import { open } from 'node:fs/promises';
import { Digest, inParts, readSource } from '@telltale/engine/artifacts';
import { sniffMedia } from '@telltale/speech';
import { NotAudioError, UploadTooLargeError } from './errors.ts';
import type { UploadOptions } from './media-store.ts';
import { contentTypeOf, whyNoAudio } from './what-it-is.ts';

/** As much as shows what a file is: from then on a gigabyte of something else need not be taken. */
const PART_BYTES = 256 * 1024;

interface ReceivedFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: string;
}

/** Writes what is sent to a new file, as long as it can be audio and is not too large. */
export async function receiveFile(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  { name, maxBytes, signal }: UploadOptions,
): Promise<ReceivedFile> {
  const digest = new Digest();
  let bytes = 0;
  const chunks = inParts(readSource(stream, signal), PART_BYTES);
  await using file = await open(path, 'wx', 0o600);
  for await (const part of chunks) {
    const isFirst = bytes === 0;
    bytes += part.length;
    if (bytes > maxBytes) throw new UploadTooLargeError(name, maxBytes);
    digest.add(part);
    await file.writeFile(part);
    if (isFirst) await refuseWhatIsNoAudio(path, name);
  }
  const sniffed = await refuseWhatIsNoAudio(path, name);
  return { ...digest.finish(), contentType: contentTypeOf(sniffed) };
}

async function refuseWhatIsNoAudio(path: string, name: string) {
  const sniffed = await sniffMedia(path);
  const why = whyNoAudio(sniffed);
  if (why !== null) throw new NotAudioError(name, why);
  return sniffed;
}
