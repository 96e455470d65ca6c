import type { SniffedMedia } from '@telltale/speech';

/**
 * Why something cannot be audio, as the end of a sentence; `null`: it is, or nothing shows that it is not. Some MP3 files begin
 * with what nobody recognises: decoding them tells.
 */
export function whyNoAudio({ kind, mime }: SniffedMedia): string | null {
  switch (kind) {
    case 'audio':
    case 'video':
      return null;
    case 'empty':
      return 'it is empty';
    case 'html':
      return 'it is a web page';
    case 'xml':
      return 'it is an XML document, such as a feed';
    case 'text':
      return 'it is text';
    case 'unknown':
      return mime === null ? null : `it is of the type ${mime}`;
  }
}

/** The type of a file by its content. */
export function contentTypeOf({ mime }: SniffedMedia): string {
  return mime ?? 'application/octet-stream';
}
