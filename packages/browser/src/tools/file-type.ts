import { fileTypeFromBuffer } from 'file-type';

/** So many bytes of a file show what it is. */
const START_BYTES = 4_100;

/** What may be kept: media, pictures, documents, and plain data. Never web pages and programs. */
export const DOWNLOAD_TYPES: readonly string[] = [
  'audio/*',
  'video/*',
  'image/*',
  'application/pdf',
  'application/epub+zip',
  'application/zip',
  'application/ogg',
  'application/json',
  'application/xml',
  'text/plain',
  'text/csv',
  'text/vtt',
];

const HTML = /^\s*(?:<!--[\s\S]{0,500}?-->\s*)*<(?:!doctype html|html|head|body|script|meta|title|h1)\b/i;
const XML = /^\s*<(?:\?xml|rss|feed|opml)\b/i;

export interface FileJudgement {
  readonly type: string;
  /** Without its dot; empty if there is none for the type. */
  readonly extension: string;
  /** Why it is not kept, as the end of a sentence; `null`: it may be. */
  readonly problem: string | null;
}

export interface JudgeFileOptions {
  /** The type that the site says. */
  readonly said: string;
  /** Types, or the first part of them: `audio/*`. */
  readonly accepted: readonly string[];
}

/** Judges a file by its first bytes; what a site says of it only names the kind of a text. */
export async function judgeFile(start: Uint8Array, { said, accepted }: JudgeFileOptions): Promise<FileJudgement> {
  const saidType = said.split(';')[0]?.trim().toLowerCase() ?? '';
  if (start.length === 0) return { type: saidType, extension: '', problem: 'it is empty' };
  const found = await fileTypeFromBuffer(start);
  const { mime: type, ext: extension } = found ?? typeOfText(start, saidType);
  const claims = saidType === '' || saidType === type ? '' : `, although the site says ${saidType}`;
  if (type === 'text/html')
    return { type, extension, problem: `it is a web page${claims}; open it with navigate instead` };
  const isAccepted = accepted.some((one) => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one));
  if (isAccepted) return { type, extension, problem: null };
  const what = type === UNKNOWN ? 'nothing in it shows what kind of file it is' : `files of type ${type} are not kept`;
  return { type, extension, problem: `${what}${claims}` };
}

const UNKNOWN = 'application/octet-stream';
const TEXT_TYPES: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'text/csv': 'csv',
  'text/vtt': 'vtt',
};

interface TextType {
  readonly mime: string;
  readonly ext: string;
}

function typeOfText(start: Uint8Array, saidType: string): TextType {
  const text = readText(start);
  if (text === null) return { mime: UNKNOWN, ext: '' };
  if (HTML.test(text)) return { mime: 'text/html', ext: 'html' };
  if (XML.test(text)) return { mime: 'application/xml', ext: 'xml' };
  const ext = TEXT_TYPES[saidType];
  return ext === undefined ? { mime: 'text/plain', ext: 'txt' } : { mime: saidType, ext };
}

/** `null`: it is no text. The last character may be cut in two. */
function readText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

export interface Peeked {
  readonly start: Uint8Array;
  /** The whole of it, from its first byte on. */
  readonly all: AsyncIterable<Uint8Array>;
}

/** Reads the first bytes of a stream without losing them, and nothing more until somebody reads on. */
export async function peek(body: ReadableStream<Uint8Array>): Promise<Peeked> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; length < START_BYTES; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  return { start: Buffer.concat(chunks), all: all(chunks, reader) };
}

async function* all(
  chunks: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Whoever stops reading wants no more of it; after the end this does nothing.
    await reader.cancel().catch(() => undefined);
  }
}
