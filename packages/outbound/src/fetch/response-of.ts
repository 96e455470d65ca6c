import type { Response as UndiciResponse } from 'undici';
import { OutboundFailedError } from '../errors.ts';
import { limitedBody, tooLarge } from './limited-body.ts';
import type { Patience } from './patience.ts';

export interface ResponseOptions {
  readonly url: URL;
  readonly redirected: boolean;
  readonly maxBytes: number;
  readonly patience: Patience;
}

/** The answer as `fetch` would give it, with a body that keeps to its limits. */
export function responseOf(answer: UndiciResponse, options: ResponseOptions): Response {
  const { url, redirected, maxBytes, patience } = options;
  const host = url.hostname;
  const { status } = answer;
  // What is no text there is not worth an error.
  const statusText = /^[\t -~\x80-\xff]*$/.test(answer.statusText) ? answer.statusText : '';
  // Some sites turn robots away with numbers of their own.
  if (status > 599) {
    throw new OutboundFailedError(host, `${host} answered with ${status}, which means nothing in HTTP.`);
  }
  const headers = new Headers([...answer.headers]);
  // The body comes unpacked: these two are about the packed one.
  if (headers.has('content-encoding')) {
    headers.delete('content-encoding');
    headers.delete('content-length');
  }
  if (Number(headers.get('content-length')) > maxBytes) throw tooLarge(host, maxBytes);
  if (answer.body === null) patience.end();
  const body = answer.body === null ? null : limitedBody(answer.body, { host, maxBytes, patience });
  const response = new Response(body, { status, statusText, headers });
  Object.defineProperties(response, { url: { value: url.href }, redirected: { value: redirected } });
  return response;
}
