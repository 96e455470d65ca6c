import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';

export type MediaKind = 'audio' | 'video' | 'html' | 'xml' | 'text' | 'empty' | 'unknown';

export interface SniffedMedia {
  readonly kind: MediaKind;
  /** Of something recognised by its first bytes: `audio/mpeg`, `application/pdf`. */
  readonly mime: string | null;
}

/** As much as file-type wants to see. */
const HEAD_BYTES = 4_100;
/** Formats that hold sound or pictures and whose type does not say so. */
const CONTAINERS: Readonly<Record<string, MediaKind>> = {
  'application/ogg': 'audio',
  'application/vnd.ms-asf': 'video',
  'application/mxf': 'video',
};
const HTML = /^<(?:!doctype\s+html|html|head|body|script|style|title|meta|div|p|h1)\b/i;
const LEADING_NOISE = /^\uFEFF?(?:\s+|<!--[\s\S]*?-->|<\?xml[^>]*>)*/;

/** What a file is by what it holds, whatever it is called. A web page that was served as audio is `html`. */
export async function sniffMedia(path: string): Promise<SniffedMedia> {
  const head = await readHead(path);
  if (head.length === 0) return { kind: 'empty', mime: null };
  const text = asText(head);
  if (text !== null) return { kind: kindOfText(text), mime: null };
  const mime = (await fileTypeFromBuffer(head))?.mime ?? null;
  return { kind: kindOfMime(mime), mime };
}

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

/** `null`: it is not text. A character that the end of the head cuts in two is left out. */
function asText(head: Buffer): string | null {
  if (head.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(head, { stream: true });
  } catch {
    return null;
  }
}

function kindOfText(text: string): MediaKind {
  const body = text.replace(LEADING_NOISE, '');
  if (HTML.test(body)) return 'html';
  return /^\uFEFF?\s*<\?xml|^<(?:rss|feed)\b/i.test(text) ? 'xml' : 'text';
}

function kindOfMime(mime: string | null): MediaKind {
  if (mime === null) return 'unknown';
  if (mime.startsWith('audio/')) return 'audio';
  if (mime.startsWith('video/')) return 'video';
  return CONTAINERS[mime] ?? 'unknown';
}
