import {
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { OutboundFailedError } from '../errors.ts';
import { failureInWords } from '../fetch/failure-in-words.ts';
import { endToEndHeaders } from './end-to-end-headers.ts';
import type { Gate, Way } from './gate.ts';
import { answerFor } from './refusal-answer.ts';

const MAX_HEADER_BYTES = 64 * 1024;

/** A request for an http: address. Bodies go through as they come. */
export async function forward(gate: Gate, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const way = await gate.open(request);
    const chunked = request.headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'];
    const outgoing = httpRequest(requestFor(way, request, chunked));
    const answered = Promise.withResolvers<IncomingMessage>();
    outgoing.once('response', answered.resolve);
    outgoing.on('error', (error) => answered.reject(failureInWords(way.url.hostname, error)));
    // Also without an error: by an answer that switches to a protocol which nobody asked for.
    outgoing.once('close', () => answered.reject(noAnswer(way.url.hostname)));
    response.once('close', () => outgoing.destroy());
    // A site may answer before it has read everything: what counts is its answer.
    pipeline(request, outgoing).catch(answered.reject);
    const answer = await answered.promise;
    begin(response, answer, way.url.hostname);
    await pipeline(answer, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else fail(response, error);
  }
}

/** Throws for a status that HTTP does not know. Its words are our own: those of a site may be no text at all. */
function begin(response: ServerResponse, { statusCode = 0, rawHeaders }: IncomingMessage, host: string): void {
  if (statusCode < 200 || statusCode > 999) throw noAnswer(host);
  response.writeHead(statusCode, STATUS_CODES[statusCode] ?? '', endToEndHeaders(rawHeaders));
}

function noAnswer(host: string): OutboundFailedError {
  return new OutboundFailedError(host, `${host} sent an answer that is no HTTP.`);
}

/** What the site is asked: the browser's own headers, and `Host` from the address that was checked. */
export function requestFor({ url, socket }: Way, request: IncomingMessage, extra: readonly string[]): RequestOptions {
  return {
    createConnection: () => socket,
    method: request.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    headers: ['Host', url.host, ...endToEndHeaders(request.rawHeaders, ['host', 'expect']), ...extra],
    maxHeaderSize: MAX_HEADER_BYTES,
  };
}

function fail(response: ServerResponse, error: unknown): void {
  const { status, text, headers } = answerFor(error);
  response.writeHead(status, STATUS_CODES[status] ?? '', [...headers]).end(text);
}
