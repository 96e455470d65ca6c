import { AudioRefusedError, AudioStatusError, tooLarge } from './errors.ts';
import type { FileVersion } from './partial-file.ts';

/** What a server sends: which file it is, and from which of its bytes on. */
export interface FileAnswer extends FileVersion {
  readonly from: number;
}

export interface ExpectedAnswer {
  /** From which byte on the file was asked for. */
  readonly from: number;
  readonly version: FileVersion;
  readonly maxBytes: number;
}

/**
 * Reads status and headers. `null`: the server has another file than the one that was begun, and has to be asked for it from
 * its beginning. Throws `AudioStatusError` and `AudioRefusedError`.
 */
export function readAnswer(response: Response, { from, version, maxBytes }: ExpectedAnswer): FileAnswer | null {
  const answer = fileAnswerOf(response, from);
  if (answer === null) {
    if (response.status !== 416) throw new AudioStatusError(hostOf(response), response.status);
    if (from === 0) throw new AudioRefusedError(`The file of ${hostOf(response)} is empty.`);
    return null;
  }
  const { total, validator } = answer;
  if (total !== null && total > maxBytes) throw tooLarge(hostOf(response), maxBytes);
  const isSame = answer.from === from && total === version.total && validator === version.validator;
  return answer.from === 0 || isSame ? answer : null;
}

/** Who answered: the last one on the way. */
export function hostOf(response: Response): string {
  return new URL(response.url).hostname;
}

/** `null`: it is no answer with a file in it. */
function fileAnswerOf({ status, headers }: Response, asked: number): FileAnswer | null {
  const validator = validatorOf(headers);
  if (status === 200) return { from: 0, total: numberIn(headers.get('content-length')), validator };
  if (status !== 206) return null;
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/i.exec(headers.get('content-range')?.trim() ?? '') ?? [];
  // Without a range it can only be the one that was asked for.
  return { from: from === undefined ? asked : Number(from), total: numberIn(total), validator };
}

/** RFC 9110, 13.1.5: a weak ETag does not say that two files have the same bytes. */
function validatorOf(headers: Headers): string | null {
  const etag = headers.get('etag');
  if (etag !== null && !etag.startsWith('W/')) return etag;
  return headers.get('last-modified');
}

function numberIn(text: string | null | undefined): number | null {
  return text != null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
