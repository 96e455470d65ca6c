import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { AnswerOf, ApiClient } from '@telltale/api';
import { formatBytes } from '@telltale/core';
import type { CommandContext } from '../command.ts';

/** Of smaller files nobody wants to know how far they are. */
const TELLS_FROM_BYTES = 10_000_000;
const TOLD_TIMES = 10;

interface LocalFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

/** Sends a file to the server, and says how far it is. Throws what the client throws. */
export async function uploadFile(
  { output, signal }: Pick<CommandContext, 'output' | 'signal'>,
  api: ApiClient,
  { path, name, bytes }: LocalFile,
): Promise<AnswerOf<'uploadAudio'>> {
  output.note(`Uploading ${name} (${formatBytes(bytes)}) …`);
  const file = createReadStream(path);
  if (bytes >= TELLS_FROM_BYTES) {
    let sent = 0;
    let told = 0;
    file.on('data', (chunk) => {
      sent += chunk.length;
      if (sent * TOLD_TIMES < bytes * (told + 1)) return;
      told = Math.floor((sent * TOLD_TIMES) / bytes);
      output.note(`  ${formatBytes(sent)} of ${formatBytes(bytes)}`);
    });
  }
  const body = Readable.toWeb(file) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return await api.uploadAudio({ name, file: body }, { signal });
}
