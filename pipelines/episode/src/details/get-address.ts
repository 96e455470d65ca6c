import { TelltaleError } from '@telltale/core';
import type { Step } from '@telltale/engine';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import { fileTypeFromBuffer } from 'file-type';
import { decodeText, USER_AGENT } from '../feed/index.ts';
import { EpisodeUnreachableError } from './errors.ts';

/** What an address leads to, by its content. `url` is where it ended. */
export type Address =
  | { readonly kind: 'audio'; readonly url: string; readonly contentType: string }
  | { readonly kind: 'feed' | 'page'; readonly url: string; readonly text: string }
  | { readonly kind: 'other'; readonly url: string; readonly contentType: string };

const FETCH_TIMEOUT_MS = 30_000;
/** Largest page or feed that is read, unpacked. */
const MAX_BYTES = 20 * 1024 * 1024;
/** What tells a kind of file. */
const HEAD_BYTES = 4_100;
const ACCEPT = 'text/html, application/xhtml+xml, application/rss+xml, application/xml;q=0.9, audio/*;q=0.8, */*;q=0.5';

/** Looks what an address leads to, as an action of a step. Throws `EpisodeUnreachableError`. */
export async function getAddress(step: Step, url: string, outbound: OutboundPolicy): Promise<Address> {
  return await step.action('fetch_page', { url }, ({ signal }) => get(url, outbound, signal), {
    timeoutMs: FETCH_TIMEOUT_MS + 15_000,
    output: ({ kind, url: at }) => ({ kind, url: at }),
  });
}

async function get(url: string, outbound: OutboundPolicy, signal: AbortSignal): Promise<Address> {
  try {
    const response = await guardedFetch(url, {
      policy: outbound,
      signal,
      // Of audio only the beginning is read, however large it is.
      maxBytes: Number.MAX_SAFE_INTEGER,
      timeoutMs: FETCH_TIMEOUT_MS,
      // Podcasts are public, and many of their trackers lead through http.
      allowDowngrade: true,
      headers: { 'user-agent': USER_AGENT, accept: ACCEPT },
    });
    if (response.ok) return await addressOf(response);
    await response.body?.cancel();
    throw refusal(url, response.status);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TelltaleError) || error instanceof EpisodeUnreachableError) throw error;
    throw failure(url, error);
  }
}

function failure(url: string, cause: TelltaleError): EpisodeUnreachableError {
  const { message, hint, retryable } = cause;
  const options = { ...(hint === undefined ? {} : { hint }), retryable, cause };
  return new EpisodeUnreachableError(url, message.replace(/\.$/, ''), options);
}

function refusal(url: string, status: number): EpisodeUnreachableError {
  const retryable = status === 429 || status >= 500;
  if (retryable) {
    const hint = 'Try again later.';
    return new EpisodeUnreachableError(url, `the site cannot answer now (${status})`, { hint, retryable });
  }
  const why = new Map([
    [401, 'it wants a password'],
    [404, 'there is no such page'],
    [410, 'the page was removed'],
    [451, 'the site may not show it here'],
  ]).get(status);
  return new EpisodeUnreachableError(url, `${why ?? 'the site refuses to send it'} (${status})`);
}

async function addressOf(response: Response): Promise<Address> {
  const { url, headers } = response;
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const readTo = async (limit: number): Promise<Uint8Array> => {
    while (bytes < limit) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done || value === undefined) break;
      chunks.push(value);
      bytes += value.byteLength;
    }
    return Buffer.concat(chunks);
  };
  try {
    const given = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    const type = typeOf(await readTo(HEAD_BYTES), (await fileTypeFromBuffer(await readTo(HEAD_BYTES)))?.mime, given);
    if (/^(?:audio|video)\//.test(type)) return { kind: 'audio', url, contentType: type };
    if (type !== '') return { kind: 'other', url, contentType: type };
    const whole = await readTo(MAX_BYTES + 1);
    if (whole.byteLength > MAX_BYTES) {
      throw new EpisodeUnreachableError(
        url,
        `it is larger than the ${MAX_BYTES.toLocaleString('en')} bytes that are read of a page`,
      );
    }
    return textual(url, decodeText(whole, headers.get('content-type')), given);
  } finally {
    await reader?.cancel();
  }
}

/** The type of what is no text; empty for a text. */
function typeOf(head: Uint8Array, sniffed: string | undefined, given: string): string {
  if (sniffed !== undefined && !/xml|json|^text\//.test(sniffed)) return sniffed;
  if (sniffed !== undefined || !head.subarray(0, 1_000).includes(0)) return '';
  // An audio file that begins in the middle of something.
  return given === '' || given.startsWith('text/') ? 'application/octet-stream' : given;
}

function textual(url: string, text: string, given: string): Address {
  const beginning = text.slice(0, 4_000);
  const isFeed =
    (!/^\s*<(?:!doctype\s+html|html)[\s>]/i.test(beginning) && /<(?:rss|feed|rdf:RDF)[\s>]/.test(beginning)) ||
    given === 'application/feed+json' ||
    (/^\s*\{/.test(beginning) && /jsonfeed\.org\/version/.test(beginning));
  if (isFeed) return { kind: 'feed', url, text };
  if (/<[a-z!]/i.test(beginning)) return { kind: 'page', url, text };
  return { kind: 'other', url, contentType: given === '' ? 'text/plain' : given };
}
