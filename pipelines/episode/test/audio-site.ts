import type { SiteAnswer, Visit } from '@telltale/testing/web';

export interface ServedFile {
  readonly etag?: string;
  readonly contentType?: string;
  /** The connection ends after so many bytes of the answer. */
  readonly cutAfter?: number;
  /** What is sent is cut into pieces of so many bytes, and before each of them the gates have to be open, one for each. */
  readonly gates?: { readonly bytes: number; readonly names: readonly string[] };
}

/** A file as servers of podcasts have it: in parts, if they are asked for, and of the version that was begun. */
export function served(visit: Visit, file: Uint8Array, options: ServedFile = {}): SiteAnswer {
  const { etag = '"1"', contentType = 'audio/wav' } = options;
  const headers = { 'content-type': contentType, 'accept-ranges': 'bytes', etag };
  const { range = '', 'if-range': ifRange = etag } = visit.headers;
  const from = ifRange === etag ? Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? Number.NaN) : Number.NaN;
  if (from >= file.length) return { status: 416, headers: { 'content-range': `bytes */${file.length}` } };
  const answer = whole(visit, file.subarray(from || 0), options);
  const part = { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` };
  return Number.isNaN(from)
    ? { ...answer, headers: { ...headers, ...answer.headers } }
    : { ...answer, status: 206, headers: { ...headers, ...part, ...answer.headers } };
}

/** A file of a server that knows of no parts, and nothing by which versions of it could be told apart. */
export function whole(visit: Visit, file: Uint8Array, { cutAfter, gates }: ServedFile = {}): SiteAnswer {
  const length = { 'content-length': String(file.length) };
  if (gates !== undefined) return { headers: length, body: gated(visit, file, gates) };
  // All that is sent before arrives: the server says nothing, and hangs up.
  if (cutAfter !== undefined) return { headers: { ...length, connection: 'close' }, body: file.subarray(0, cutAfter) };
  return { headers: length, body: file };
}

async function* gated(
  { place }: Visit,
  file: Uint8Array,
  { bytes, names }: NonNullable<ServedFile['gates']>,
): AsyncGenerator<Uint8Array> {
  for (const [index, name] of names.entries()) {
    yield file.subarray(index * bytes, (index + 1) * bytes);
    await place.gate(name).pass();
  }
  yield file.subarray(names.length * bytes);
}
